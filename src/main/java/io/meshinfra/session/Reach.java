package io.meshinfra.session;

import io.meshinfra.model.NodeName;
import io.meshinfra.policy.risk.Assessment;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a change of the repository changes on nodes. */
public sealed interface Reach {
  /** Nothing on any node. */
  Reach NOTHING = new Told(new TreeMap<>());

  /** Node by node. */
  record Told(SortedMap<NodeName, OnNode> nodes) implements Reach {
    public Told {
      nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    }

    /** How many things change, over all nodes. */
    public int changes() {
      return nodes.values().stream().mapToInt(node -> node.changes().size()).sum();
    }
  }

  /** It cannot be told, so no limit can be kept. */
  record Untold(String reason) implements Reach {}

  /**
   * What changes on one node.
   *
   * @param labels as they were before, so that a change cannot make a node fit; those of a new node
   *     as they are
   * @param changes resources, and settings of the node itself, each with its risk
   */
  record OnNode(Map<String, String> labels, SortedMap<String, Assessment> changes) {
    public OnNode {
      labels = Map.copyOf(labels);
      changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
    }

    /** Both together; the labels of the earlier one count. */
    OnNode and(OnNode later) {
      TreeMap<String, Assessment> all = new TreeMap<>(changes);
      later.changes.forEach((what, risk) -> all.merge(what, risk, OnNode::worse));
      return new OnNode(labels, all);
    }

    private static Assessment worse(Assessment one, Assessment other) {
      return one.risk().isAtLeast(other.risk()) ? one : other;
    }
  }

  /** What two changes reach, one after the other. */
  default Reach and(Reach later) {
    return switch (this) {
      case Untold untold -> untold;
      case Told told ->
          switch (later) {
            case Untold untold -> untold;
            case Told more -> both(told, more);
          };
    };
  }

  private static Reach both(Told one, Told other) {
    TreeMap<NodeName, OnNode> all = new TreeMap<>(one.nodes());
    other.nodes().forEach((name, node) -> all.merge(name, node, OnNode::and));
    return new Told(all);
  }
}
