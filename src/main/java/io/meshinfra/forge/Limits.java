package io.meshinfra.forge;

/**
 * What a forge takes.
 *
 * @param longestComment in characters
 * @param folds whether it shows {@code <details>}, closed until somebody opens it
 */
public record Limits(int longestComment, boolean folds) {
  public Limits(int longestComment) {
    this(longestComment, true);
  }
}
