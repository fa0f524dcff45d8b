package io.meshinfra.forge;

/**
 * Hears where to look; every bean of this type does. It is told by whoever takes deliveries, so it
 * returns at once, and it asks the forge itself what has happened. What nobody told is found by
 * polling.
 */
public interface PullRequestEvents {
  /** Something was pushed, to whichever branch. */
  void pushed();

  /** A pull request was opened, pushed to, merged or closed. */
  void changed(PullRequest.Id id);

  /** Somebody wrote something under it. */
  void commented(PullRequest.Id id);
}
