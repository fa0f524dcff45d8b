package io.meshinfra.reconcile;

import io.meshinfra.model.NodeName;
import io.meshinfra.rollout.Condition;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the statuses of nodes mean to rollouts. While a pass is made, what was known before it
 * counts: a node that is being looked at is not well by that.
 */
final class Conditions {
  private final StatusBoard board;
  private final Map<NodeName, Condition> settled = new ConcurrentHashMap<>();

  Conditions(StatusBoard board) {
    this.board = board;
  }

  Map<NodeName, Condition> all() {
    Map<NodeName, Condition> all = new HashMap<>();
    for (NodeStatus status : board.all()) {
      if (!isBeingLookedAt(status)) {
        settled.put(status.node(), of(status.health()));
      }
      all.put(status.node(), settled.getOrDefault(status.node(), Condition.UNKNOWN));
    }
    settled.keySet().retainAll(all.keySet());
    return all;
  }

  private static boolean isBeingLookedAt(NodeStatus status) {
    return status.health() == Health.PROGRESSING && status.nextPass().isEmpty();
  }

  private static Condition of(Health health) {
    return switch (health) {
      case HEALTHY, PROGRESSING -> Condition.WELL;
      case DEGRADED -> Condition.UNHEALTHY;
      case SUSPENDED -> Condition.SUSPENDED;
      case AWAY -> Condition.AWAY;
    };
  }
}
