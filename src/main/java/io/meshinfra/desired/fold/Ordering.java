package io.meshinfra.desired.fold;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.bind.Suggestion;
import io.meshinfra.model.ResourceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Brings resources into an order: as declared, as far as the dependencies allow.
 *
 * @param dependencies for each resource those that come first
 */
record Ordering(
    List<Folded> order, Map<ResourceId, Set<ResourceId>> dependencies, List<Finding> findings) {

  static Ordering of(List<Folded> declared, boolean complete) {
    List<Finding> findings = new ArrayList<>();
    Map<ResourceId, Set<ResourceId>> dependencies = new LinkedHashMap<>();
    Set<ResourceId> known = new TreeSet<>(declared.stream().map(Folded::id).toList());
    for (Folded folded : declared) {
      Set<ResourceId> first = new TreeSet<>(folded.implied());
      first.retainAll(known);
      addNamed(
          folded,
          folded.resource().terms().after(),
          "after",
          known,
          first,
          complete ? findings : null);
      addNamed(folded, folded.triggers(), "the trigger", known, first, complete ? findings : null);
      first.remove(folded.id());
      dependencies.put(folded.id(), Collections.unmodifiableSet(first));
    }
    List<Folded> order = sort(declared, dependencies);
    if (order.size() < declared.size()) {
      findings.add(Cycle.finding(declared, dependencies, order));
    }
    return new Ordering(order, dependencies, findings);
  }

  private static void addNamed(
      Folded folded,
      Set<ResourceId> named,
      String what,
      Set<ResourceId> known,
      Set<ResourceId> first,
      List<Finding> findings) {
    for (ResourceId id : named) {
      if (known.contains(id)) {
        first.add(id);
      } else if (findings != null) {
        List<String> words = known.stream().map(ResourceId::toString).toList();
        findings.add(
            Positions.of(folded)
                .finding(
                    "%s names %s, but the node has no such resource%s"
                        .formatted(what, id, Suggestion.of(id.toString(), words))));
      }
    }
  }

  private static List<Folded> sort(
      List<Folded> declared, Map<ResourceId, Set<ResourceId>> dependencies) {
    Map<ResourceId, Integer> place = new HashMap<>();
    Map<ResourceId, List<Integer>> followers = new HashMap<>();
    int[] waiting = new int[declared.size()];
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < waiting.length; i++) {
      ResourceId id = declared.get(i).id();
      place.put(id, i);
      waiting[i] = dependencies.get(id).size();
      for (ResourceId first : dependencies.get(id)) {
        followers.computeIfAbsent(first, key -> new ArrayList<>()).add(i);
      }
      if (waiting[i] == 0) {
        ready.add(i);
      }
    }
    List<Folded> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      Folded next = declared.get(ready.poll());
      order.add(next);
      for (int follower : followers.getOrDefault(next.id(), List.of())) {
        if (--waiting[follower] == 0) {
          ready.add(follower);
        }
      }
    }
    return order;
  }
}
