package io.meshinfra.support;

import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Catalogs for tests, without YAML. */
public final class Catalogs {
  public static final Revision REVISION = new Revision("0123456789012345678901234567890123456789");

  private Catalogs() {}

  public static Catalog of(Resource<?>... resources) {
    return new Catalog(
        new NodeName("scratch"), REVISION, Mode.ENFORCE, List.of(resources), Map.of());
  }

  /** The same resources for another node. */
  public static Catalog on(String node, Resource<?>... resources) {
    return new Catalog(new NodeName(node), REVISION, Mode.ENFORCE, List.of(resources), Map.of());
  }

  /** The same catalog in which one resource comes after others. */
  public static Catalog after(Catalog catalog, String later, String... earlier) {
    Map<ResourceId, Set<ResourceId>> edges = new LinkedHashMap<>(catalog.dependencies());
    Set<ResourceId> ids = new TreeSet<>();
    for (String id : earlier) {
      ids.add(ResourceId.parse(id));
    }
    edges.put(ResourceId.parse(later), ids);
    return new Catalog(
        catalog.node(), catalog.revision(), catalog.mode(), catalog.resources(), edges);
  }
}
