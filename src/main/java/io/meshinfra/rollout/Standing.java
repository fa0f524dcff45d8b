package io.meshinfra.rollout;

import java.util.Locale;

/** How far a node is in a rollout. */
public enum Standing {
  /** It has not begun; when it is away, it owes the change. */
  PENDING,
  /** A run is at work on it. */
  WORKING,
  /** It has the change; its health checks are not done. */
  APPLIED,
  /** It has the change and is healthy. */
  DONE,
  /** The run failed, or a health check did. */
  FAILED,
  /** It is to go back to what it had. */
  UNDOING,
  /** It went back to what it had. */
  UNDONE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether something happens on the node right now because of the rollout. */
  boolean isUnderWay() {
    return switch (this) {
      case WORKING, APPLIED, UNDOING -> true;
      case PENDING, DONE, FAILED, UNDONE -> false;
    };
  }
}
