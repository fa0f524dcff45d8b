package io.meshinfra.rollout;

import io.meshinfra.model.NodeName;
import java.time.Duration;
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

  /**
   * Whether nobody has to wait for a node. One that went away with the change in its hands is
   * waited for a while: its going may be what the change did.
   */
  boolean isExcused(Member member, Condition condition, Duration patience) {
    return switch (condition) {
      case SUSPENDED -> true;
      case AWAY -> !member.standing().isUnderWay() || !now.isBefore(member.since().plus(patience));
      case WELL, UNHEALTHY, UNKNOWN -> false;
    };
  }
}
