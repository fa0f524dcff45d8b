package io.meshinfra.desired.fold;

import io.meshinfra.model.ResourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets entries of a node take the place of what profiles say about the same resources. */
final class Overrides {
  private Overrides() {}

  /**
   * @param shared what profiles give
   * @param own what the node has of its own
   */
  static List<Folded> apply(List<Folded> shared, List<Folded> own) {
    Set<ResourceId> overridden =
        own.stream().filter(Folded::isOverriding).map(Folded::id).collect(Collectors.toSet());
    List<Folded> all = new ArrayList<>();
    Map<ResourceId, List<Folded>> replaced = new HashMap<>();
    for (Folded folded : shared) {
      if (overridden.contains(folded.id())) {
        replaced.computeIfAbsent(folded.id(), id -> new ArrayList<>()).add(folded);
      } else {
        all.add(folded);
      }
    }
    for (Folded folded : own) {
      all.add(
          folded.isOverriding()
              ? folded.inPlaceOf(replaced.getOrDefault(folded.id(), List.of()))
              : folded);
    }
    return all;
  }
}
