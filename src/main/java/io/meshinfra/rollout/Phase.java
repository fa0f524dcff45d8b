package io.meshinfra.rollout;

import java.util.Locale;

/** How a rollout goes. */
public enum Phase {
  /** Waves follow each other. */
  PROGRESSING,
  /** A person holds it: nobody begins. */
  PAUSED,
  /** Too many nodes have failed: nobody begins any more. */
  STOPPED,
  /** Too many nodes have failed, and those of the wave go back to what they had. */
  UNDOING,
  /** They are back; nobody begins any more. */
  UNDONE,
  /** A person ended it: nobody begins any more. */
  ABORTED,
  /** Everybody who is there has the change; who is away catches up. */
  DONE,
  /** Something newer came into force. */
  REPLACED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nodes may begin. */
  boolean isOpen() {
    return this == PROGRESSING || this == DONE;
  }

  /** Whether nodes of it go back, or have gone. */
  public boolean takesBack() {
    return this == UNDOING || this == UNDONE;
  }
}
