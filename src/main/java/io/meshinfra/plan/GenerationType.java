package io.meshinfra.plan;

import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.Touched;
import io.meshinfra.resource.Touching;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A generation that is undone, as a resource, so that policy, plan and journal treat it like any
 * other. It is never in a manifest.
 */
record GenerationType(boolean force) implements ResourceType<Generation>, Touching<Generation> {
  private static final int MOST_SHOWN = 500;

  Resource<Generation> resource(Generation generation) {
    return Resource.of(this, generation, new Resource.Terms(Mode.ENFORCE, false, Set.of(), ""));
  }

  static Change undoing(Generation generation) {
    TreeMap<String, Change.Difference> all = new TreeMap<>();
    generation.changed().stream()
        .limit(MOST_SHOWN)
        .forEach(kept ->
            all.put(
                kept.what(),
                new Change.Difference(
                    Optional.of(Value.of(kept.how())), Value.of("as it was before"))));
    return new Change.Update(all);
  }

  List<Action> actions(Generation generation) {
    return List.of(
        Action.run(
            ShellScript.of(
                "sh \"${MESH_RUN%/*/*}/rollback\" undo \"$MESH_RUN\" {} {}",
                generation.number(), force ? "force" : "")));
  }

  @Override
  public Kind<Generation> kind() {
    return Kind.of("generation", Generation.class, g -> Integer.toString(g.number()));
  }

  @Override
  public Expectation expected(Generation generation) {
    return Expectation.exists(State.EMPTY);
  }

  @Override
  public ShellScript probe(List<Generation> generations) {
    return ShellScript.EMPTY;
  }

  @Override
  public List<Observation> observe(List<Generation> generations, ProbeOutput output) {
    return generations.stream().map(g -> Observation.unknown("it is not probed")).toList();
  }

  @Override
  public List<Action> converge(Generation generation, Change change, Facts facts) {
    return actions(generation);
  }

  @Override
  public Touched touches(Generation generation, Change change) {
    return new Touched(
        generation.changed().stream()
            .filter(Generation.Kept::isPath)
            .map(Generation.Kept::what)
            .toList(),
        List.of(),
        List.of());
  }
}
