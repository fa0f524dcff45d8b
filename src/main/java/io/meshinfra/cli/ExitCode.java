package io.meshinfra.cli;

/** As {@code kubectl diff} and {@code diff}. */
public final class ExitCode {
  /** Fine, or nothing to change. */
  public static final int FINE = 0;

  /** There are differences. */
  public static final int DIFFERENCES = 1;

  /** Wrong usage, invalid input, or something failed. */
  public static final int ERROR = 2;

  private ExitCode() {}
}
