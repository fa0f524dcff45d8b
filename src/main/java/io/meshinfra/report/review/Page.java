package io.meshinfra.report.review;

/**
 * What a comment of the forge can be.
 *
 * @param longest in characters
 * @param folds whether it knows parts that are closed until somebody opens them
 * @param answers whether a reader can write a comment; where not, he has branches only
 */
public record Page(int longest, boolean folds, boolean answers) {
  /** Less would not hold a headline. */
  public static final int SHORTEST = 400;

  public Page {
    if (longest < SHORTEST) {
      throw new IllegalArgumentException("a comment of " + longest + " characters tells nothing");
    }
  }

  public Page(int longest, boolean folds) {
    this(longest, folds, true);
  }

  /** The same without a limit, for the full report. */
  public Page full() {
    return new Page(Integer.MAX_VALUE, true, answers);
  }
}
