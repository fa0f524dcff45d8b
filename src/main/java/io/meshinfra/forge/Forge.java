package io.meshinfra.forge;

import java.util.List;
import java.util.Optional;

/**
 * One repository on one forge. Every call is bounded in time and size and never throws for what a
 * forge may do; what it tells is hostile and was checked before it gets here. Further abilities are
 * further interfaces: {@link Proposes}, {@link Members}, {@link Hooks}.
 */
public interface Forge {
  /** Open pull requests against the branch, the newest first, at most a hundred. */
  Answer<List<PullRequest>> open(String branch);

  /** A pull request as it is now, also one that is merged or closed. */
  Answer<PullRequest> find(PullRequest.Id id);

  /** The newest comments, at most a hundred, the oldest of them first. */
  Answer<List<Comment>> comments(PullRequest.Id id);

  /**
   * Writes a comment, or changes one in place. One that was deleted meanwhile is written anew.
   * Where comments cannot be changed ({@link Limits#changesComments()}), one that has the text
   * already stays, and otherwise another one is added.
   *
   * @param markdown at most {@link Limits#longestComment()} characters
   */
  Answer<Comment> write(PullRequest.Id id, Optional<Comment.Id> inPlace, String markdown);

  /** Sets a status of the head of the pull request; the last one of a context counts. */
  Answer<CommitStatus> status(PullRequest on, CommitStatus status);
}
