package io.meshinfra.drift;

import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Ordered;
import io.meshinfra.resource.Removable;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.Traced;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the resources of a catalog rest on, also where that has left it: the account that owns a
 * file, the group of a user, the folder above, and the paths that they look after themselves.
 */
final class Needs {
  private final Map<ResourceId, ResourceId> first = new HashMap<>();
  private final Map<String, ResourceId> paths = new HashMap<>();

  private Needs() {}

  static Needs of(Catalog catalog) {
    Needs needs = new Needs();
    for (Resource<?> resource : catalog.resources()) {
      comesAfter(resource).forEach(id -> needs.first.putIfAbsent(id, resource.id()));
      paths(resource).forEach(path -> needs.paths.putIfAbsent(path, resource.id()));
    }
    return needs;
  }

  /** Why a resource that has left the catalog cannot go; empty when nothing rests on it. */
  Optional<String> of(Resource<?> left) {
    Optional<String> path = takesAway(left).stream().filter(paths::containsKey).findFirst();
    return Optional.ofNullable(first.get(left.id()))
        .map(needing -> "%s is still in the catalog and needs it".formatted(needing))
        .or(() ->
            path.map(same ->
                "%s is in the catalog and looks after %s".formatted(paths.get(same), same)));
  }

  @SuppressWarnings("unchecked")
  private static <S> Set<ResourceId> comesAfter(Resource<S> resource) {
    return resource.type() instanceof Ordered<?> ordered
        ? ((Ordered<S>) ordered).comesAfter(resource.spec())
        : Set.of();
  }

  @SuppressWarnings("unchecked")
  private static <S> Iterable<String> paths(Resource<S> resource) {
    return resource.type() instanceof Traced<?> traced
        ? ((Traced<S>) traced).traces(resource.spec()).paths()
        : Set.of();
  }

  @SuppressWarnings("unchecked")
  private static <S> List<String> takesAway(Resource<S> resource) {
    return resource.type() instanceof Removable<?> removable
        ? ((Removable<S>) removable).takesAway(resource.spec())
        : List.of();
  }
}
