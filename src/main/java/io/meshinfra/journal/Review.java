package io.meshinfra.journal;

import io.meshinfra.model.Revision;
import java.time.Instant;
import java.util.Optional;

/**
 * A pull request as the hub told about it last.
 *
 * @param id what the hub calls it, in addresses and commands
 * @param pullRequest what the forge calls it
 * @param planned what was planned last; absent when nothing was yet
 * @param written the comment as it was written last
 * @param merged the commit that brought it into the branch
 */
public record Review(
    long id,
    String pullRequest,
    About about,
    Stage stage,
    Optional<Planned> planned,
    Optional<Written> written,
    Optional<Revision> merged,
    Instant updatedAt) {

  /** What the forge says of it; hostile. */
  public record About(String title, String author, String page) {}

  /** Where it is in its life. */
  public enum Stage {
    OPEN,
    /** Merged, and some nodes have not come to their end. */
    MERGED,
    /** Merged, and nothing more is to be told. */
    SETTLED,
    CLOSED
  }

  /**
   * The last plan.
   *
   * @param target commit of the branch that it was compared with and judged by
   * @param hash over the plans of all nodes; absent when there was nothing to plan
   * @param hashSince from when on people could see exactly this plan
   */
  public record Planned(
      Revision head,
      Revision target,
      String headline,
      Optional<String> hash,
      Instant hashSince,
      Instant at) {}

  /** The one comment of the hub. */
  public record Written(String comment, String text) {}
}
