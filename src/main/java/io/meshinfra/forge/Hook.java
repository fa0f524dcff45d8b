package io.meshinfra.forge;

/** What a delivery turned out to be. */
public sealed interface Hook {

  /**
   * The forge did say this.
   *
   * @param delivery what tells deliveries apart, so that one that is sent twice counts once
   */
  record Genuine(String delivery, Event event) implements Hook {}

  /** Whoever sent it does not know the secret, or it was changed on its way. */
  record Forged(String reason) implements Hook {}

  /** Signed, and not to be understood. */
  record Unreadable(String reason) implements Hook {}

  /** What happened. It says where to look, never what to do: the hub asks the forge itself. */
  sealed interface Event {
    /** Something was pushed. */
    record Pushed() implements Event {}

    /** A pull request was opened, pushed to, merged or closed. */
    record Changed(PullRequest.Id id) implements Event {}

    /** Somebody wrote something under a pull request. */
    record Commented(PullRequest.Id id) implements Event {}

    /** What concerns nobody here. */
    record Other(String what) implements Event {}
  }
}
