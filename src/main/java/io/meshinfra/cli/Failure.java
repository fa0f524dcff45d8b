package io.meshinfra.cli;

/**
 * A command cannot go on, for a reason that people can mend. It ends with exit code 2 and this
 * message; everything else that is thrown is a bug.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Failure(String message) {
    super(message, null, false, false);
  }
}
