package io.meshinfra.session;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.NodeName;
import io.meshinfra.policy.risk.Assessment;
import io.meshinfra.policy.risk.Risk;
import io.meshinfra.policy.risk.Risks;
import java.util.List;
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
    SortedMap<String, Assessment> changes = new TreeMap<>();
    itself(before, after).ifPresent(risk -> changes.put(NODE_ITSELF, risk));
    List<ResourceChange> resources =
        CatalogDifference.between(before.map(FleetNode::catalog), after.map(FleetNode::catalog));
    for (ResourceChange change : resources) {
      changes.put(change.id().toString(), Risks.of(change));
    }
    return new Reach.OnNode(before.or(() -> after).orElseThrow().labels(), changes);
  }

  private static Optional<Assessment> itself(
      Optional<FleetNode> before, Optional<FleetNode> after) {
    if (!before.map(FleetNode::target).equals(after.map(FleetNode::target))) {
      return Optional.of(risk(Risk.CRITICAL, "changes how the node is reached"));
    }
    return before.map(FleetDifference::treatment).equals(after.map(FleetDifference::treatment))
        ? Optional.empty()
        : Optional.of(risk(Risk.HIGH, "changes how the node is treated"));
  }

  private static Assessment risk(Risk risk, String reason) {
    return new Assessment(risk, List.of(new Assessment.Ground(risk, reason)));
  }

  /** All of a node but how it is reached and what shall be so on it. */
  private record Treatment(
      Map<String, String> labels, Object presence, Object interval, Object mode) {}

  private static Treatment treatment(FleetNode node) {
    return new Treatment(node.labels(), node.presence(), node.interval(), node.mode());
  }
}
