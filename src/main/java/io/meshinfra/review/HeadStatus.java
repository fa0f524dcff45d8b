package io.meshinfra.review;

import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.CommitStatus.State;
import io.meshinfra.report.review.Headline;
import io.meshinfra.report.review.PlanReport;
import io.meshinfra.report.review.Signatures;
import io.meshinfra.session.ScopeReport;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the statuses {@code mesh/plan}, {@code mesh/scope} and {@code mesh/signed} say of a head.
 */
final class HeadStatus {
  private static final String PLAN = "mesh/plan";
  private static final String SCOPE = "mesh/scope";
  private static final String SIGNED = "mesh/signed";

  private HeadStatus() {}

  static CommitStatus planning(Optional<URI> details) {
    return new CommitStatus(PLAN, State.PENDING, "looking at the nodes", details);
  }

  /**
   * That of the contracts only where a commit names one, or where that cannot be told; that of the
   * signatures only where the hub asks for them.
   */
  static List<CommitStatus> of(PlanReport report, Optional<URI> details) {
    CommitStatus plan = plan(report, details);
    List<CommitStatus> all = new ArrayList<>(List.of(plan));
    ScopeReport scope = report.commits().scope();
    if (!scope.isEmpty()) {
      all.add(told(SCOPE, scope.passes(), scope.headline(), details));
    }
    Signatures signatures = report.commits().signatures();
    if (!signatures.isEmpty()) {
      all.add(told(SIGNED, signatures.passes(), signatures.headline(), details));
    }
    return List.copyOf(all);
  }

  private static CommitStatus told(
      String context, boolean passes, String headline, Optional<URI> details) {
    State state = passes ? State.SUCCESS : State.FAILURE;
    return new CommitStatus(context, state, headline, details);
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
