package io.meshinfra.forge;

/**
 * What a forge takes, and what it can do with it.
 *
 * @param longestComment in characters
 * @param folds whether it shows {@code <details>}, closed until somebody opens it
 * @param changesComments whether a comment can be changed in place; where not, {@link Forge#write}
 *     adds another one when the text is another, so that is only asked when there is news
 * @param answers whether people can write comments and close a pull request; where not, they only
 *     have branches to merge and to delete
 */
public record Limits(int longestComment, boolean folds, boolean changesComments, boolean answers) {
  public Limits(int longestComment, boolean folds, boolean changesComments) {
    this(longestComment, folds, changesComments, true);
  }

  public Limits(int longestComment, boolean folds) {
    this(longestComment, folds, true);
  }

  public Limits(int longestComment) {
    this(longestComment, true);
  }
}
