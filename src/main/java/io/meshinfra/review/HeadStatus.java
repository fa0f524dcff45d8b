package io.meshinfra.review;

import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.CommitStatus.State;
import io.meshinfra.report.review.Headline;
import io.meshinfra.report.review.PlanReport;
import io.meshinfra.session.ScopeReport;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What the statuses {@code mesh/plan} and {@code mesh/scope} say of a head. */
final class HeadStatus {
  private static final String PLAN = "mesh/plan";
  private static final String SCOPE = "mesh/scope";

  private HeadStatus() {}

  static CommitStatus planning(Optional<URI> details) {
    return new CommitStatus(PLAN, State.PENDING, "looking at the nodes", details);
  }

  /** That of the contracts only where a commit names one, or where that cannot be told. */
  static List<CommitStatus> of(PlanReport report, Optional<URI> details) {
    CommitStatus plan = plan(report, details);
    return report.scope().isEmpty() ? List.of(plan) : List.of(plan, scope(report.scope(), details));
  }

  private static CommitStatus scope(ScopeReport scope, Optional<URI> details) {
    State state = scope.passes() ? State.SUCCESS : State.FAILURE;
    return new CommitStatus(SCOPE, state, scope.headline(), details);
  }

  /**
   * Failure is what must not be merged: mistakes, and what policy refuses. That a node is away, or
   * that somebody has to agree before a roll-out, keeps nobody from merging.
   */
  private static CommitStatus plan(PlanReport report, Optional<URI> details) {
    State state =
        switch (report.body()) {
          case PlanReport.Planned planned -> planned.isRefused() ? State.FAILURE : State.SUCCESS;
          case PlanReport.Invalid invalid -> State.FAILURE;
          case PlanReport.NotPlanned none -> State.FAILURE;
        };
    return new CommitStatus(PLAN, state, Headline.of(report), details);
  }
}
