package io.meshinfra.converge;

import io.meshinfra.converge.shell.About;
import io.meshinfra.converge.shell.RunEnd;
import io.meshinfra.converge.shell.ShellRuns;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.Past;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.RunId;
import io.meshinfra.model.Target;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.ApprovedPlan;
import io.meshinfra.probe.PlaybookChecks.Freshness;
import io.meshinfra.probe.Prober;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Catalog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries out an approved plan, segment by segment, then looks what came of it. */
public final class Converger {
  private final Clock clock;
  private final Watch watch;
  private final Confirmation confirmation;
  private final Playbooks playbooks;
  private final Inspection inspection;

  /** For plans without secrets. */
  public Converger(
      ShellRuns runs,
      Playbooks playbooks,
      Prober prober,
      Clock clock,
      Pause pause,
      Duration patience) {
    this(runs, playbooks, new Inspection(prober), clock, pause, patience);
  }

  /**
   * @param inspection looks at what came of it; its secrets are those that are put
   */
  public Converger(
      ShellRuns runs,
      Playbooks playbooks,
      Inspection inspection,
      Clock clock,
      Pause pause,
      Duration patience) {
    this.clock = clock;
    this.watch = new Watch(runs, clock, pause, patience);
    this.confirmation = new Confirmation(runs.guard(), clock, pause, patience);
    this.playbooks = playbooks;
    this.inspection = inspection;
  }

  /**
   * @param run names the run on the node too: what is sent to it is told to the listener first
   * @param past tells drift from new intent in what remains
   */
  public Convergence converge(
      ApprovedPlan approved,
      Target target,
      Catalog catalog,
      RunId run,
      Past past,
      RunListener listener) {
    Plan plan = approved.plan();
    if (!plan.revision().equals(catalog.revision()) || !plan.node().equals(target.node())) {
      throw new IllegalArgumentException(
          "a plan of %s at %s is not for %s at %s"
              .formatted(plan.node(), plan.revision(), target.node(), catalog.revision()));
    }
    About about = About.applying(run, catalog.revision());
    Carrying carrying = new Carrying(hands(), target, catalog.revision(), run, about, listener);
    return carrying
        .carryOut(plan.steps(), () -> closed(approved))
        .orElseGet(() -> afterwards(plan, target, catalog, past, carrying.results()));
  }

  private Carrying.Hands hands() {
    return new Carrying.Hands(watch, confirmation, playbooks, inspection.sealing());
  }

  /** Why no further part may begin; empty as long as one may. */
  private Optional<String> closed(ApprovedPlan approved) {
    return approved
        .closes()
        .filter(at -> !clock.instant().isBefore(at))
        .map(at -> "policy lets nothing more begin since " + at + "; the rest waits");
  }

  /**
   * Undoes generations of a node, and looks afterwards how far it is from its catalog. Drift is
   * what is wanted then.
   *
   * @param to the generation after which the node will be as it was
   */
  public Convergence rollBack(
      ApprovedPlan approved,
      int to,
      Target target,
      Catalog catalog,
      RunId run,
      Past past,
      RunListener listener) {
    Plan plan = approved.plan();
    About about = new About(run, Optional.empty(), "rolled back to " + to);
    Carrying carrying = new Carrying(hands(), target, catalog.revision(), run, about, listener);
    return carrying
        .carryOut(plan.steps(), () -> closed(approved))
        .orElseGet(
            () -> rolledBack(to, afterwards(plan, target, catalog, past, carrying.results())));
  }

  private static Convergence rolledBack(int to, Convergence end) {
    List<ResourceChange> left = end.remaining().map(Drift::changes).orElse(List.of());
    Outcome outcome =
        Convergence.failed(end.results())
            .orElseGet(() ->
                new Outcome.StillDrifting(
                    left,
                    "rolled back to generation " + to + "; the node is left alone like that"));
    return new Convergence(outcome, end.results(), end.remaining(), true);
  }

  /**
   * Watches what was handed over of a run to its end, and judges nothing by a catalog: which drift
   * is left is told by the pass that follows. Steps that were not handed over are not in it.
   *
   * @param segments what was told to {@link RunListener#handedOver}, in that order
   * @param known results that were heard before
   */
  public Convergence findAgain(
      Target target, List<RunId> segments, List<StepResult> known, RunListener listener) {
    List<StepResult> results = new ArrayList<>(known);
    Optional<Convergence> broken = Optional.empty();
    for (RunId segment : segments) {
      boolean notes = SegmentId.isNotes(segment);
      RunEnd end = watch.findAgain(target, segment, notes ? RunListener.NONE : listener);
      if (!notes) {
        addNew(results, end.results());
      }
      Optional<Convergence> undone = undone(target, segment, end, results, listener);
      if (undone.isPresent()) {
        return undone.get();
      }
      switch (end) {
        case RunEnd.Finished finished -> {}
        case RunEnd.OutOfSight away -> {
          return Convergence.outOfSight(away.reason(), results);
        }
        case RunEnd.Died died -> broken = Optional.of(Convergence.died(died.reason(), results));
        case RunEnd.NotStarted none ->
            broken = Optional.of(Convergence.interrupted(none.reason(), results));
      }
    }
    return broken.orElseGet(() -> Convergence.over(found(segments, results), results));
  }

  /**
   * What became of the guard of a part that came to its end: it is confirmed now if there is time,
   * else the node has undone the part.
   */
  private Optional<Convergence> undone(
      Target target, RunId segment, RunEnd end, List<StepResult> results, RunListener listener) {
    boolean mayStand =
        SegmentId.isGuarded(segment)
            && (end instanceof RunEnd.Finished || end instanceof RunEnd.Died);
    return mayStand
        ? confirmation.convergence(
            confirmation.settle(target, target.access(), segment, Duration.ZERO), results, listener)
        : Optional.empty();
  }

  private static void addNew(List<StepResult> results, List<StepResult> heard) {
    heard.stream()
        .filter(h -> results.stream().noneMatch(r -> r.number() == h.number()))
        .forEach(results::add);
  }

  private static Outcome found(List<RunId> segments, List<StepResult> results) {
    return Convergence.failed(results)
        .orElseGet(() ->
            new Outcome.Deferred(
                segments.isEmpty()
                    ? "interrupted before anything was handed over to the node"
                    : "found again after the hub was away; the next pass tells what is left"));
  }

  /**
   * Failed steps count before what the probe says; a probe that breaks off is no fault of a plan.
   */
  private Convergence afterwards(
      Plan plan, Target target, Catalog catalog, Past past, List<StepResult> results) {
    Optional<Outcome> failed = Convergence.failed(results);
    return switch (inspection.look(target, catalog, freshness(plan), () -> past)) {
      case Inspection.Result.Seen seen ->
          new Convergence(
              failed.orElseGet(() -> endedWell(plan, seen.drift())),
              results,
              Optional.of(seen.drift()),
              true);
      case Inspection.Result.Away away ->
          unprobed(
              failed, "the node left before it was probed again: " + away.why().reason(), results);
      case Inspection.Result.Barred barred ->
          unprobed(
              failed,
              "the hub got in no more to probe it again: " + barred.why().reason(),
              results);
      case Inspection.Result.Failed broken ->
          unprobed(failed, "the probe afterwards failed: " + broken.reason(), results);
    };
  }

  /** A check run takes seconds: it is only made anew when a playbook has just run. */
  private static Freshness freshness(Plan plan) {
    boolean played =
        plan.steps().stream()
            .flatMap(step -> step.actions().stream())
            .anyMatch(Action.RunAnsible.class::isInstance);
    return played ? Freshness.NEW : Freshness.KEPT_IS_FINE;
  }

  private static Convergence unprobed(
      Optional<Outcome> failed, String reason, List<StepResult> results) {
    return Convergence.over(failed.orElseGet(() -> new Outcome.Deferred(reason)), results);
  }

  private static Outcome endedWell(Plan plan, Drift left) {
    if (left.isEmpty()) {
      return new Outcome.Converged();
    }
    return new Outcome.StillDrifting(
        left.changes(),
        left.changes().stream().allMatch(plan::leavesAlone)
            ? "what could be done now came about; the rest waits: " + plan.whyWaiting()
            : "the steps ended well, and the probe afterwards still sees drift");
  }
}
