package io.meshinfra.source;

import io.meshinfra.model.Revision;

/** What became of a wish for a commit that is not on the branch. */
public sealed interface RefResult {

  /** The commit is in the clone now, and stays there until its name is forgotten. */
  record Brought(Revision revision) implements RefResult {}

  /**
   * It is not in the clone, and what was accepted stays as it was.
   *
   * @param reason what is wrong and how to mend it, without secrets
   */
  record Failed(String reason) implements RefResult {}
}
