package io.meshinfra.reconcile;

import io.meshinfra.plan.Plan;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.report.PlanText;
import io.meshinfra.report.PlanView;
import java.util.Optional;

/**
 * A look at a node, and what putting back what was changed by hand there would do.
 *
 * @param pass the look; it found nothing when the node was not seen
 * @param revert empty when nothing was changed by hand, or nothing of it can be put back
 */
public record RevertPreview(Pass pass, Optional<Revert> revert) {

  static RevertPreview of(Pass pass) {
    return new RevertPreview(pass, pass.found().flatMap(Revert::of));
  }

  /** What tells this plan from others, for whoever agrees to it. */
  public Optional<String> hash() {
    return plan().map(Plan::hash);
  }

  public Optional<PlanView> planView() {
    return plan().map(PlanView::of);
  }

  /** For people. */
  public Optional<String> planText() {
    return plan().map(PlanText::of);
  }

  private Optional<Plan> plan() {
    return revert.map(Revert::seen);
  }
}
