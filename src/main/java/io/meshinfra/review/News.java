package io.meshinfra.review;

import io.meshinfra.forge.Limits;
import io.meshinfra.journal.Review;
import io.meshinfra.report.review.Headline;
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

  /** Another head, plan or headline, an answer to somebody, or a comment that is gone. */
  boolean isIn(PlanReport report, Review review) {
    return always
        || review.written().filter(written -> !written.text().isEmpty()).isEmpty()
        || review.planned().map(before -> differs(report, before)).orElse(true);
  }

  private static boolean differs(PlanReport report, Review.Planned before) {
    return !report.subject().head().equals(before.head())
        || !hash(report).equals(before.hash())
        || !Headline.of(report).equals(before.headline())
        || report.replies().stream().anyMatch(reply -> reply.at().isAfter(before.at()));
  }

  private static Optional<String> hash(PlanReport report) {
    return report.body() instanceof PlanReport.Planned planned ? planned.hash() : Optional.empty();
  }

  /** No node is still at it; one that is away is told of, it may stay so for days. */
  boolean isIn(MergeReport report) {
    return always || report.nodes().stream().noneMatch(node -> node.ending() == Ending.PENDING);
  }
}
