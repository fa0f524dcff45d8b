package io.meshinfra.review;

import io.meshinfra.forge.Connection;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.Review;
import io.meshinfra.journal.ReviewJournal;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What pull requests are dealt with by.
 *
 * @param workers where nodes are looked at
 * @param coordinator the one thread that decides and writes
 */
record Means(
    Connection connection,
    HubView hub,
    HeadReview reviewer,
    Publisher publisher,
    Asking asking,
    Permissions permissions,
    Comments comments,
    ReviewJournal journal,
    Clock clock,
    Executor workers,
    Executor coordinator) {

  /** What the journal knows of a pull request; from now on it knows it. */
  Review begun(PullRequest pull) {
    return journal.begin(
        pull.id().value(), new Review.About(pull.title(), pull.author(), pull.page().toString()));
  }
}
