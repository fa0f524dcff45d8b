package io.meshinfra.adopt;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which resources of which nodes each place of the manifests stands for. */
final class Written {
  private final Map<String, SortedMap<NodeName, List<Resource<?>>>> byPlace = new HashMap<>();
  private final Map<NodeName, Map<ResourceId, List<String>>> places = new HashMap<>();

  void add(NodeName node, List<Resource<?>> resources) {
    for (Resource<?> resource : resources) {
      String place = resource.terms().position();
      byPlace
          .computeIfAbsent(place, any -> new TreeMap<>())
          .computeIfAbsent(node, any -> new ArrayList<>())
          .add(resource);
      places
          .computeIfAbsent(node, any -> new HashMap<>())
          .computeIfAbsent(resource.id(), any -> new ArrayList<>())
          .add(place);
    }
  }

  /** All nodes that have resources from the place, with these, as the entry has them. */
  SortedMap<NodeName, List<Resource<?>>> at(String place) {
    return byPlace.getOrDefault(place, new TreeMap<>());
  }

  /** The places where a resource of a node is written; several when it is written twice. */
  List<String> places(NodeName node, ResourceId id) {
    return places.getOrDefault(node, Map.of()).getOrDefault(id, List.of());
  }
}
