package io.meshinfra.forge;

import io.meshinfra.model.Revision;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A wish to bring commits into a branch; GitLab calls it a merge request.
 *
 * @param author login of who opened it
 * @param fork whether its commits come from another repository
 * @param base branch that it shall be merged into
 * @param head the newest commit of it
 * @param headRef ref of the remote of the desired state under which the head can be fetched
 * @param merged the commit that brought it into the base, once it was merged and the forge tells
 * @param page where people read it
 */
public record PullRequest(
    Id id,
    State state,
    String title,
    String author,
    boolean fork,
    String base,
    Revision head,
    String headRef,
    Optional<Revision> merged,
    URI page) {

  /** What the forge calls it: a number, or a branch where there is no forge. */
  public record Id(String value) implements Comparable<Id> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,199}");

    public Id {
      if (!FORM.matcher(value).matches() || value.contains("..")) {
        throw new IllegalArgumentException("not the id of a pull request: " + value.length());
      }
    }

    @Override
    public int compareTo(Id other) {
      return value.compareTo(other.value);
    }

    @Override
    public String toString() {
      return value;
    }
  }

  /** Where it is in its life. */
  public enum State {
    OPEN,
    MERGED,
    CLOSED
  }

  public PullRequest mergedBy(Optional<Revision> commit) {
    return new PullRequest(id, state, title, author, fork, base, head, headRef, commit, page);
  }

  public boolean isOpen() {
    return state == State.OPEN;
  }
}
