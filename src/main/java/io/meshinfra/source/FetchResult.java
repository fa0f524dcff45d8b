package io.meshinfra.source;

import io.meshinfra.model.Revision;

/** What a look at the remote brought. */
public sealed interface FetchResult {

  /** The branch is at this revision, which is here now; not reported before by this source. */
  record Fetched(Revision head) implements FetchResult {}

  /** The branch is where it was at the last call. */
  record Unchanged(Revision head) implements FetchResult {}

  /**
   * Somebody rewrote history: the accepted revision is no longer part of it. Nothing is taken over.
   *
   * @param reason what happened and how to allow it
   */
  record Rewound(Revision from, Revision to, String reason) implements FetchResult {}

  /**
   * Nothing could be learned; what was accepted stays in force.
   *
   * @param reason what is wrong and how to mend it, without secrets
   */
  record Failed(String reason) implements FetchResult {}
}
