package io.meshinfra.reconcile;

/** What the doors say when something may not be done now; the message says why. */
public final class NotNow extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NotNow(String message) {
    super(message);
  }
}
