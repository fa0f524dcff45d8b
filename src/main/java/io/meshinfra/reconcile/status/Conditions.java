package io.meshinfra.reconcile.status;

import io.meshinfra.desired.Presence;
import io.meshinfra.model.NodeName;
import io.meshinfra.rollout.Condition;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the statuses of nodes mean to rollouts. While a pass is made, what was known before it
 * counts: a node that is being looked at is not well by that.
 */
public final class Conditions {
  private final StatusBoard board;
  private final Map<NodeName, Condition> settled = new ConcurrentHashMap<>();

  public Conditions(StatusBoard board) {
    this.board = board;
  }

  public Map<NodeName, Condition> all() {
    Map<NodeName, Condition> all = new HashMap<>();
    for (NodeStatus status : board.all()) {
      if (!isBeingLookedAt(status)) {
        settled.put(status.node(), of(status));
      }
      all.put(status.node(), settled.getOrDefault(status.node(), Condition.UNKNOWN));
    }
    settled.keySet().retainAll(all.keySet());
    return all;
  }

  private static boolean isBeingLookedAt(NodeStatus status) {
    return status.health() == Health.PROGRESSING && status.nextPass().isEmpty();
  }

  /** A node that is always on and does not answer is missed at once, whatever grace it has. */
  private static Condition of(NodeStatus status) {
    boolean alwaysOn = status.presence().equals(Presence.ALWAYS_ON.toString());
    return switch (status.health()) {
      case HEALTHY, PROGRESSING -> Condition.WELL;
      case DEGRADED -> Condition.UNHEALTHY;
      case SUSPENDED -> Condition.SUSPENDED;
      case AWAY -> alwaysOn ? Condition.UNHEALTHY : Condition.AWAY;
    };
  }
}
