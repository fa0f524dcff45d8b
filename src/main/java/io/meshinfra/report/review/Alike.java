package io.meshinfra.report.review;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Nodes of which exactly the same is to be told, so that a thousand of them take one line.
 *
 * @param nodes at least one, by name
 */
record Alike(List<NodePlan> nodes) {
  private static final int MOST_NAMED = 3;

  /** What may not differ. */
  private record Key(
      String diff,
      List<ResourceId> leaving,
      List<Unprobed> unprobed,
      String sight,
      Optional<String> risk,
      Optional<Gate.Ruling> ruling,
      List<String> approvals,
      List<PolicyFinding> findings,
      List<Optional<String>> waits,
      List<Optional<String>> guards) {
    static Key of(NodePlan node) {
      return new Key(
          Diffs.of(node),
          node.leaving(),
          node.unprobed(),
          node.sight() instanceof Sight.Untold untold
              ? untold.reason()
              : node.sight().getClass().getSimpleName(),
          node.gate().flatMap(Gate::risk),
          node.gate().map(Gate::ruling),
          node.gate().map(Gate::approvals).orElse(List.of()),
          node.gate().map(Gate::findings).orElse(List.of()),
          node.changes().stream().map(Told::waits).toList(),
          node.changes().stream().map(Told::guard).toList());
    }
  }

  /** In the order of their first nodes. */
  static List<Alike> group(List<NodePlan> nodes) {
    Map<Key, List<NodePlan>> groups = new LinkedHashMap<>();
    nodes.forEach(node -> groups.computeIfAbsent(Key.of(node), k -> new ArrayList<>()).add(node));
    return groups.values().stream().map(Alike::new).toList();
  }

  NodePlan first() {
    return nodes.getFirst();
  }

  boolean isOne() {
    return nodes.size() == 1;
  }

  List<NodeName> named() {
    return nodes.stream().limit(MOST_NAMED).map(NodePlan::node).toList();
  }

  int unnamed() {
    return Math.max(0, nodes.size() - MOST_NAMED);
  }
}
