package io.meshinfra.resource;

import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All resources of one node at one revision, in an order that respects their dependencies.
 *
 * @param mode the mode of the node itself; a resource may be stricter
 * @param dependencies for each resource, those that come first: explicit, implied and by reaction
 */
public record Catalog(
    NodeName node,
    Revision revision,
    Mode mode,
    List<Resource<?>> resources,
    Map<ResourceId, Set<ResourceId>> dependencies) {
  public Catalog {
    resources = List.copyOf(resources);
    dependencies = Collections.unmodifiableMap(new LinkedHashMap<>(dependencies));
  }

  public Set<ResourceId> dependenciesOf(ResourceId id) {
    return dependencies.getOrDefault(id, Set.of());
  }
}
