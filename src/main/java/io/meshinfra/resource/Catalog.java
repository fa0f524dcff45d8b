package io.meshinfra.resource;

import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Prune;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All resources of one node at one revision, in an order that respects their dependencies.
 *
 * @param mode the mode of the node itself; a resource may be stricter
 * @param dependencies for each resource, those that come first: explicit, implied and by reaction
 * @param pruning what becomes of what has left it
 */
public record Catalog(
    NodeName node,
    Revision revision,
    Mode mode,
    List<Resource<?>> resources,
    Map<ResourceId, Set<ResourceId>> dependencies,
    Pruning pruning) {
  public Catalog {
    resources = List.copyOf(resources);
    dependencies = Collections.unmodifiableMap(new LinkedHashMap<>(dependencies));
  }

  /** One from which nothing that leaves it is removed, unless the resource itself says so. */
  public Catalog(
      NodeName node,
      Revision revision,
      Mode mode,
      List<Resource<?>> resources,
      Map<ResourceId, Set<ResourceId>> dependencies) {
    this(node, revision, mode, resources, dependencies, Pruning.NONE);
  }

  /**
   * What becomes of resources that have left the catalog.
   *
   * @param wanted of the whole node; empty when neither fleet nor node say anything
   * @param emptied whether a catalog without any resource may remove all that mesh made
   */
  public record Pruning(Optional<Prune> wanted, boolean emptied) {
    public static final Pruning NONE = new Pruning(Optional.empty(), false);
  }

  public Set<ResourceId> dependenciesOf(ResourceId id) {
    return dependencies.getOrDefault(id, Set.of());
  }

  /** The same without what is not wanted on such a machine, or waits there. */
  public Catalog wantedOn(Facts facts) {
    List<Resource<?>> wanted =
        resources.stream()
            .filter(resource -> resource.on(facts) instanceof Condition.Answer.Wanted)
            .toList();
    return wanted.size() == resources.size()
        ? this
        : new Catalog(node, revision, mode, wanted, dependencies, pruning);
  }

  /** The same, of which nothing new is rolled out for now, and why. */
  public Catalog onlyHealed(String why) {
    return new Catalog(
        node,
        revision,
        mode.stricter(Mode.HEAL),
        resources.stream().<Resource<?>>map(resource -> resource.onlyHealed(why)).toList(),
        dependencies,
        pruning);
  }
}
