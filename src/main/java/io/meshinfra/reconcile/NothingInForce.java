package io.meshinfra.reconcile;

/** What the doors say when there is no valid revision yet; the message says why. */
public final class NothingInForce extends RuntimeException {
  private static final long serialVersionUID = 1;

  NothingInForce(String message) {
    super(message);
  }

  /**
   * @param trouble what is wrong with the source; empty when it was not looked at yet
   */
  static NothingInForce because(String trouble) {
    return new NothingInForce(
        "no revision is in force: " + (trouble.isEmpty() ? "git was not read yet" : trouble));
  }
}
