package io.meshinfra.desired.edit;

/** A text cannot be changed safely; the message says why. */
final class Misfit extends Exception {
  private static final long serialVersionUID = 1;

  Misfit(String message) {
    super(message);
  }
}
