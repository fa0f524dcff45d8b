package io.meshinfra.review;

import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.CommitStatus.State;
import io.meshinfra.report.review.Headline;
import io.meshinfra.report.review.PlanReport;
import java.net.URI;
import java.util.Optional;

/** What the status {@code mesh/plan} says of a head. */
final class PlanStatus {
  static final String CONTEXT = "mesh/plan";

  private PlanStatus() {}

  static CommitStatus planning(Optional<URI> details) {
    return new CommitStatus(CONTEXT, State.PENDING, "looking at the nodes", details);
  }

  /**
   * Failure is what must not be merged: mistakes, and what policy refuses. That a node is away, or
   * that somebody has to agree before a roll-out, keeps nobody from merging.
   */
  static CommitStatus of(PlanReport report, Optional<URI> details) {
    State state =
        switch (report.body()) {
          case PlanReport.Planned planned -> planned.isRefused() ? State.FAILURE : State.SUCCESS;
          case PlanReport.Invalid invalid -> State.FAILURE;
          case PlanReport.NotPlanned none -> State.FAILURE;
        };
    return new CommitStatus(CONTEXT, state, Headline.of(report), details);
  }
}
