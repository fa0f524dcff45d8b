package io.meshinfra.forge;

/**
 * What a forge takes at most, and what it cannot do.
 *
 * @param longestComment in characters
 * @param changesComments whether a comment can be changed in place; where not, {@link Forge#write}
 *     adds another one when the text is another, so that is only asked when there is news
 * @param folds whether {@code <details>} folds; where not, people would read the tags themselves
 */
public record Limits(int longestComment, boolean changesComments, boolean folds) {
  public Limits(int longestComment) {
    this(longestComment, true, true);
  }
}
