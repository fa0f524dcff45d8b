package io.meshinfra.session;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Resource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What changes on nodes from one valid revision to another. */
public final class FleetDifference {
  /** What the settings of a node are called among its resources; no kind has this name. */
  static final String NODE_ITSELF = "the node itself";

  private FleetDifference() {}

  public static Reach between(Fleet before, Fleet after) {
    TreeSet<NodeName> names = new TreeSet<>(before.nodes().keySet());
    names.addAll(after.nodes().keySet());
    TreeMap<NodeName, Reach.OnNode> nodes = new TreeMap<>();
    for (NodeName name : names) {
      Reach.OnNode node = onNode(before.node(name), after.node(name));
      if (!node.changes().isEmpty()) {
        nodes.put(name, node);
      }
    }
    return new Reach.Told(nodes);
  }

  private static Reach.OnNode onNode(Optional<FleetNode> before, Optional<FleetNode> after) {
    SortedMap<String, Risk> changes = new TreeMap<>();
    if (before.map(FleetDifference::settings).equals(after.map(FleetDifference::settings))) {
      // Neither how it is reached nor how it is treated changes.
    } else {
      changes.put(NODE_ITSELF, Risk.HIGH);
    }
    Map<ResourceId, Object> earlier = before.map(FleetDifference::resources).orElse(Map.of());
    Map<ResourceId, Object> later = after.map(FleetDifference::resources).orElse(Map.of());
    TreeSet<ResourceId> ids = new TreeSet<>(earlier.keySet());
    ids.addAll(later.keySet());
    for (ResourceId id : ids) {
      if (!Optional.ofNullable(earlier.get(id)).equals(Optional.ofNullable(later.get(id)))) {
        changes.put(id.toString(), ResourceRisk.of(id));
      }
    }
    return new Reach.OnNode(before.or(() -> after).orElseThrow().labels(), changes);
  }

  /** All of a node but what shall be so on it. */
  private record Settings(
      Map<String, String> labels, Object presence, Object target, Object interval, Object mode) {}

  private static Settings settings(FleetNode node) {
    return new Settings(
        node.labels(), node.presence(), node.target(), node.interval(), node.mode());
  }

  /** By its spec and by what stands beside it, except where it stands. */
  private record Wanted(String fingerprint, Object mode, boolean guard, Object comesAfter) {}

  private static Map<ResourceId, Object> resources(FleetNode node) {
    Catalog catalog = node.catalog();
    Map<ResourceId, Object> all = new LinkedHashMap<>();
    for (Resource<?> resource : catalog.resources()) {
      Resource.Terms terms = resource.terms();
      all.put(
          resource.id(),
          new Wanted(
              resource.fingerprint(),
              terms.mode(),
              terms.guard(),
              catalog.dependenciesOf(resource.id())));
    }
    return all;
  }
}
