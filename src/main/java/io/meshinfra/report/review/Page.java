package io.meshinfra.report.review;

/**
 * What a comment of the forge can be.
 *
 * @param longest in characters
 * @param folds whether it knows parts that are closed until somebody opens them
 */
public record Page(int longest, boolean folds) {
  /** Less would not hold a headline. */
  public static final int SHORTEST = 400;

  public Page {
    if (longest < SHORTEST) {
      throw new IllegalArgumentException("a comment of " + longest + " characters tells nothing");
    }
  }

  /** Without a limit, for the full report. */
  public static Page full() {
    return new Page(Integer.MAX_VALUE, true);
  }
}
