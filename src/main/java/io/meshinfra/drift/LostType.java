package io.meshinfra.drift;

import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceType;
import java.util.List;
import java.util.Set;

/** Stands for the type of a resource of which only the name is left: it can do nothing. */
record LostType(String name) implements ResourceType<ResourceId> {

  /** What is left of a resource whose spec is lost. */
  static Resource<ResourceId> resource(ResourceId id, LastApplied.Print print) {
    Resource.Terms terms = new Resource.Terms(Mode.HEAL, false, Set.of(), "");
    return new Resource<>(id, new LostType(id.kind()), id, terms, print.fingerprint());
  }

  @Override
  public Kind<ResourceId> kind() {
    return Kind.of(name, ResourceId.class, ResourceId::name);
  }

  @Override
  public Expectation expected(ResourceId id) {
    return Expectation.GONE;
  }

  @Override
  public ShellScript probe(List<ResourceId> ids) {
    return ShellScript.EMPTY;
  }

  @Override
  public List<Observation> observe(List<ResourceId> ids, ProbeOutput output) {
    return ids.stream().map(id -> Observation.unknown("its spec is lost")).toList();
  }

  @Override
  public List<Action> converge(ResourceId id, Change change, Facts facts) {
    return List.of();
  }
}
