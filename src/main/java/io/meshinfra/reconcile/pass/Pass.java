package io.meshinfra.reconcile.pass;

import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.StepResult;
import io.meshinfra.drift.Drift;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Verdict;
import io.meshinfra.report.ChangeView;
import io.meshinfra.report.FindingView;
import io.meshinfra.report.PlanText;
import io.meshinfra.report.PlanView;
import io.meshinfra.report.PolicyText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is to be told about one pass over one node.
 *
 * @param found the drift before anything was done; absent when the node could not be probed
 * @param plan what was decided about it
 * @param results how the steps ended; empty when none was begun
 * @param remaining the drift afterwards; the same as found when nothing was done
 * @param verdict what policy says of the plan; absent when there was nothing to judge
 * @param noWayIn why the node could not be looked at, when the hub did not get in
 */
public record Pass(
    RunId run,
    NodeName node,
    Revision revision,
    String trigger,
    Instant startedAt,
    Duration took,
    Outcome outcome,
    Optional<Drift> found,
    Optional<Plan> plan,
    List<StepResult> results,
    Optional<Drift> remaining,
    Optional<Verdict> verdict,
    Optional<NoWayIn> noWayIn) {
  public Pass {
    results = List.copyOf(results);
  }

  /** One that got in. */
  public Pass(
      RunId run,
      NodeName node,
      Revision revision,
      String trigger,
      Instant startedAt,
      Duration took,
      Outcome outcome,
      Optional<Drift> found,
      Optional<Plan> plan,
      List<StepResult> results,
      Optional<Drift> remaining,
      Optional<Verdict> verdict) {
    this(
        run,
        node,
        revision,
        trigger,
        startedAt,
        took,
        outcome,
        found,
        plan,
        results,
        remaining,
        verdict,
        Optional.empty());
  }

  /** What a pass means to whoever asked for it. */
  public enum Ending {
    /** The node is as it shall be. */
    FINE,
    /** Drift is left, and none of it was to be changed now. */
    DRIFT_LEFT,
    /** The node could not be reached. */
    AWAY,
    /** What was asked for did not come about, or it is not known whether it did. */
    FAILED
  }

  public Ending ending() {
    return switch (outcome) {
      case Outcome.Converged converged -> Ending.FINE;
      case Outcome.InSync inSync -> Ending.FINE;
      case Outcome.StillDrifting drifting ->
          onlyMeantToWaitIsLeft() ? Ending.DRIFT_LEFT : Ending.FAILED;
      case Outcome.Failed failed -> Ending.FAILED;
      case Outcome.RolledBack rolledBack -> Ending.FAILED;
      case Outcome.Skipped skipped -> Ending.DRIFT_LEFT;
      case Outcome.Deferred deferred -> found.isEmpty() ? Ending.AWAY : Ending.FAILED;
    };
  }

  private boolean onlyMeantToWaitIsLeft() {
    return !plan.map(Plan::wasTriedInVain).orElse(false)
        && remaining.stream()
            .flatMap(drift -> drift.changes().stream())
            .allMatch(change -> plan.map(p -> p.leavesAlone(change)).orElse(false));
  }

  /** Whether the node was seen and is not as it shall be. */
  public boolean differs() {
    return remaining.map(drift -> !drift.isEmpty()).orElse(false);
  }

  /** The outcome in one or two words. */
  public String word() {
    return outcome.word();
  }

  /** What else is to be said of the outcome; may be empty. */
  public String detail() {
    return outcome.detail();
  }

  /** What was found, for programs. */
  public List<ChangeView> changes() {
    return found.map(ChangeView::all).orElse(List.of());
  }

  /** What was found, for people. */
  public Optional<String> driftText() {
    return found.map(PlanText::of);
  }

  public Optional<PlanView> planView() {
    return plan.map(PlanView::of);
  }

  public Optional<String> planText() {
    return plan.map(p -> PlanText.of(p) + PolicyText.of(findings()));
  }

  /** What policy found, for programs and people. */
  public List<FindingView> findings() {
    return verdict.map(FindingView::all).orElse(List.of());
  }

  /** How many steps were planned. */
  public int steps() {
    return plan.map(p -> p.steps().size()).orElse(0);
  }
}
