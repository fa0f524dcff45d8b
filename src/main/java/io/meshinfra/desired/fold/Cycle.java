package io.meshinfra.desired.fold;

import io.meshinfra.desired.Finding;
import io.meshinfra.model.ResourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shows resources that wait for each other. */
final class Cycle {
  private Cycle() {}

  /**
   * @param order those that could be ordered; all others are in a cycle or behind one
   */
  static Finding finding(
      List<Folded> declared, Map<ResourceId, Set<ResourceId>> dependencies, List<Folded> order) {
    Map<ResourceId, Folded> stuck = new HashMap<>();
    declared.forEach(folded -> stuck.put(folded.id(), folded));
    order.forEach(folded -> stuck.remove(folded.id()));
    ResourceId start =
        declared.stream().map(Folded::id).filter(stuck::containsKey).findFirst().orElseThrow();
    List<ResourceId> path = new ArrayList<>();
    Set<ResourceId> seen = new HashSet<>();
    ResourceId at = start;
    while (seen.add(at)) {
      path.add(at);
      at = dependencies.get(at).stream().filter(stuck::containsKey).findFirst().orElseThrow();
    }
    return finding(rotated(path.subList(path.indexOf(at), path.size()), declared), stuck);
  }

  /** The cycle told from the resource that is declared first, whichever way it was found. */
  private static List<ResourceId> rotated(List<ResourceId> cycle, List<Folded> declared) {
    ResourceId first =
        declared.stream().map(Folded::id).filter(cycle::contains).findFirst().orElseThrow();
    List<ResourceId> rotated = new ArrayList<>(cycle.subList(cycle.indexOf(first), cycle.size()));
    rotated.addAll(cycle.subList(0, cycle.indexOf(first)));
    return rotated;
  }

  private static Finding finding(List<ResourceId> cycle, Map<ResourceId, Folded> folded) {
    List<String> names = new ArrayList<>(cycle.stream().map(ResourceId::toString).toList());
    names.add(names.getFirst());
    List<String> places =
        cycle.stream().map(id -> id + " at " + Positions.of(folded.get(id))).toList();
    return Positions.of(folded.get(cycle.getFirst()))
        .finding(
            "these wait for each other, each for the next: %s (%s); remove one of the dependencies"
                .formatted(String.join(" -> ", names), String.join(", ", places)));
  }
}
