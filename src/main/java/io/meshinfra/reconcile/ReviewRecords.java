package io.meshinfra.reconcile;

import io.meshinfra.journal.Review;
import io.meshinfra.journal.ReviewJournal;
import io.meshinfra.journal.ReviewNode;
import io.meshinfra.report.review.Reply;
import java.util.List;
import java.util.Optional;

/** What the hub told in pull requests, to be read; only package {@code review} writes it. */
public final class ReviewRecords {
  private final ReviewJournal journal;

  ReviewRecords(ReviewJournal journal) {
    this.journal = journal;
  }

  /**
   * All of one review.
   *
   * @param nodes by name
   * @param replies to the last commands, the newest first
   * @param report the whole plan as Markdown; empty when nothing was planned yet
   */
  public record Whole(Review review, List<ReviewNode> nodes, List<Reply> replies, String report) {
    public Whole {
      nodes = List.copyOf(nodes);
      replies = List.copyOf(replies);
    }
  }

  /** The newest first, without the text of their comments. */
  public List<Review> recent(int limit, Optional<Review.Stage> stage) {
    return journal.recent(limit, stage);
  }

  public Optional<Whole> find(long id) {
    return journal
        .find(id)
        .map(review ->
            new Whole(review, journal.nodes(id), journal.replies(id), journal.report(id)));
  }
}
