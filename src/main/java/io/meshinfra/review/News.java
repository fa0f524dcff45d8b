package io.meshinfra.review;

import io.meshinfra.forge.Limits;
import io.meshinfra.journal.Review;
import io.meshinfra.report.review.Answers;
import io.meshinfra.report.review.Headline;
import io.meshinfra.report.review.MergeComment;
import io.meshinfra.report.review.MergeReport;
import io.meshinfra.report.review.NodeOutcome.Ending;
import io.meshinfra.report.review.PlanReport;
import java.util.Optional;

/**
 * What is worth a comment. Where comments can be changed, all is: nobody minds that ages and times
 * in it are set right. Where they cannot, as on Pagure, each is one more that everybody gets a mail
 * about, so only what people would want to know of.
 *
 * @param always whether comments can be changed
 */
record News(boolean always) {
  static News on(Limits limits) {
    return new News(limits.changesComments());
  }

  /**
   * Another head, plan or headline, an answer to somebody, or a comment that is gone.
   *
   * @param text that would be written
   */
  boolean isIn(PlanReport report, Review review, String text) {
    String before = before(review);
    return always
        || before.isEmpty()
        || review.planned().map(plan -> differs(report, plan)).orElse(true)
        || Answers.areNew(report.replies(), text, before);
  }

  private static String before(Review review) {
    return review.written().map(Review.Written::text).orElse("");
  }

  private static boolean differs(PlanReport report, Review.Planned before) {
    return !report.subject().head().equals(before.head())
        || !hash(report).equals(before.hash())
        || !Headline.of(report).equals(before.headline());
  }

  private static Optional<String> hash(PlanReport report) {
    return report.body() instanceof PlanReport.Planned planned ? planned.hash() : Optional.empty();
  }

  /**
   * Another outcome when no node is still at it, or an answer to somebody; one that is away is told
   * of, it may stay so for days.
   *
   * @param text that would be written
   */
  boolean isIn(MergeReport report, Review review, String text) {
    String before = before(review);
    boolean ended = report.nodes().stream().noneMatch(node -> node.ending() == Ending.PENDING);
    return always
        || (ended && !MergeComment.tellTheSame(text, before))
        || Answers.areNew(report.replies(), text, before);
  }
}
