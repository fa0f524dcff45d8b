package io.meshinfra.rollout;

/** How a node is, apart from the rollout. */
public enum Condition {
  /** It answers, and nothing is wrong with it. */
  WELL,
  /** It should answer and does not, or something is wrong with it. */
  UNHEALTHY,
  /** Nobody has looked at it yet; it may be anything, so it counts as unavailable. */
  UNKNOWN,
  /** It is away, which is normal for it: nobody waits for it, and it catches up. */
  AWAY,
  /** A person wants it left alone: nobody waits for it either. */
  SUSPENDED;

  /** Whether a wave goes on without it. */
  public boolean isExcused() {
    return switch (this) {
      case AWAY, SUSPENDED -> true;
      case WELL, UNHEALTHY, UNKNOWN -> false;
    };
  }
}
