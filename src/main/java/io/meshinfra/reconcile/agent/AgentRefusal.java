package io.meshinfra.reconcile.agent;

/** What the doors say when something about agents is refused; the message says why. */
public abstract sealed class AgentRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private AgentRefusal(String message) {
    super(message);
  }

  /** Whoever asks may not do that. */
  public static final class NotAllowed extends AgentRefusal {
    private static final long serialVersionUID = 1;

    public NotAllowed(String message) {
      super(message);
    }
  }

  /** What was asked for makes no sense, or not any more. */
  public static final class NotPossible extends AgentRefusal {
    private static final long serialVersionUID = 1;

    public NotPossible(String message) {
      super(message);
    }
  }

  /** There is no such thing. */
  public static final class NotThere extends AgentRefusal {
    private static final long serialVersionUID = 1;

    public NotThere(String message) {
      super(message);
    }
  }
}
