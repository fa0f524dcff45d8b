package io.meshinfra.forge;

import io.meshinfra.forge.PullRequest.Id;
import io.meshinfra.model.Revision;
import java.util.List;
import java.util.Optional;

/** Everybody but the hub at work on a forge, and what they see there. The branch is main. */
public interface People {
  /** May push to the repository. */
  String MEMBER = "ada";

  /** May read it, and open pull requests from a repository of his own. */
  String STRANGER = "mallory";

  /** Opens a pull request with one new commit; a stranger does so from a fork. */
  Id open(String author, String title);

  /** Pushes one more commit to a pull request that is open; gives the new head. */
  Revision push(Id id);

  /** Merges it; gives the commit that brought it into main. */
  Revision merge(Id id);

  /** Closes it without a merge. */
  void close(Id id);

  /** Writes under it. */
  void comment(Id id, String author, String text);

  /** Deletes a comment, whoever wrote it. */
  void delete(Id id, Comment.Id comment);

  /** All comments under it, as they are shown, the oldest first. */
  List<String> comments(Id id);

  /** What is said about a commit in that context, last. */
  Optional<CommitStatus.State> status(Revision commit, String context);

  /** A branch with one new commit, in the repository itself, without a pull request. */
  void branch(String name);
}
