package io.meshinfra.rollout;

import io.meshinfra.model.NodeName;
import java.time.Instant;
import java.util.Map;

/**
 * What is known around a rollout.
 *
 * @param conditions of nodes; one that is not in it is not known
 */
public record Seen(Map<NodeName, Condition> conditions, Instant now) {
  public Seen {
    conditions = Map.copyOf(conditions);
  }

  /** What is known of one node. */
  public Condition of(NodeName node) {
    return conditions.getOrDefault(node, Condition.UNKNOWN);
  }
}
