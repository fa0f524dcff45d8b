package io.meshinfra.reconcile;

/** What the doors say when there is no valid revision yet; the message says why. */
public final class NothingInForce extends RuntimeException {
  private static final long serialVersionUID = 1;

  NothingInForce(String message) {
    super(message);
  }
}
