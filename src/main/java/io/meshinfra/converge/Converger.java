package io.meshinfra.converge;

import io.meshinfra.converge.Segments.Segment;
import io.meshinfra.converge.StepResult.Status;
import io.meshinfra.converge.shell.RunEnd;
import io.meshinfra.converge.shell.ShellRuns;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.DriftDetector;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.model.RunId;
import io.meshinfra.model.Target;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.policy.ApprovedPlan;
import io.meshinfra.probe.PlaybookChecks.Freshness;
import io.meshinfra.probe.ProbeResult;
import io.meshinfra.probe.Prober;
import io.meshinfra.resource.Catalog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Carries out an approved plan, segment by segment, then looks what came of it. */
public final class Converger {
  private final Watch watch;
  private final Playbooks playbooks;
  private final Prober prober;

  public Converger(
      ShellRuns runs,
      Playbooks playbooks,
      Prober prober,
      Clock clock,
      Pause pause,
      Duration patience) {
    this.watch = new Watch(runs, clock, pause, patience);
    this.playbooks = playbooks;
    this.prober = prober;
  }

  /**
   * @param run names the run on the node too: segment n is {@code run-n}
   * @param applied tells drift from new intent in what remains
   */
  public Convergence converge(
      ApprovedPlan approved,
      Target target,
      Catalog catalog,
      RunId run,
      LastApplied applied,
      RunListener listener) {
    Plan plan = approved.plan();
    if (!plan.revision().equals(catalog.revision()) || !plan.node().equals(target.node())) {
      throw new IllegalArgumentException(
          "a plan of %s at %s is not for %s at %s"
              .formatted(plan.node(), plan.revision(), target.node(), catalog.revision()));
    }
    List<StepResult> results = new ArrayList<>();
    int segment = 0;
    for (Segment part : Segments.of(plan.steps())) {
      segment++;
      Optional<Convergence> stopped =
          switch (part) {
            case Segment.OnNode onNode ->
                onNode(target, segmentRun(run, segment), onNode.steps(), results, listener);
            case Segment.FromHub fromHub ->
                fromHub(target, catalog, fromHub, results, listener);
          };
      if (stopped.isPresent()) {
        return stopped.get();
      }
    }
    return afterwards(target, catalog, applied, results);
  }

  /**
   * Finds the segments of a run that a hub handed over before it was killed. Steps that were not
   * handed over are not in it: they are planned anew from the next probe.
   */
  public Convergence findAgain(
      Target target, Catalog catalog, RunId run, LastApplied applied, RunListener listener) {
    List<StepResult> results = new ArrayList<>();
    for (int segment = 1; ; segment++) {
      RunEnd end = watch.findAgain(target, segmentRun(run, segment), listener);
      results.addAll(end.results());
      switch (end) {
        case RunEnd.Finished finished -> {}
        case RunEnd.OutOfSight away -> {
          return outOfSight(away, results);
        }
        case RunEnd.Died died -> {
          return afterwards(target, catalog, applied, results);
        }
        case RunEnd.NotStarted none -> {
          return segment == 1
              ? over(new Outcome.Deferred("the run never began: " + none.reason()), results)
              : afterwards(target, catalog, applied, results);
        }
      }
    }
  }

  private static RunId segmentRun(RunId run, int segment) {
    return new RunId(run.value() + "-" + segment);
  }

  private static Convergence over(Outcome outcome, List<StepResult> results) {
    return new Convergence(outcome, results, Optional.empty(), true);
  }

  private static Convergence outOfSight(RunEnd.OutOfSight away, List<StepResult> results) {
    return new Convergence(
        new Outcome.Deferred(
            "the link was lost; the run goes on without the hub: " + away.reason()),
        results,
        Optional.empty(),
        false);
  }

  /** What ends the whole run here, when something does. */
  private Optional<Convergence> onNode(
      Target target,
      RunId run,
      List<Step> steps,
      List<StepResult> results,
      RunListener listener) {
    List<Step> ready = withoutHopeless(steps, results, listener);
    if (ready.isEmpty()) {
      return Optional.empty();
    }
    RunEnd end = watch.handOver(target, run, ready, listener);
    results.addAll(end.results());
    return switch (end) {
      case RunEnd.Finished finished -> Optional.empty();
      case RunEnd.NotStarted none ->
          Optional.of(over(new Outcome.Deferred(none.reason()), results));
      case RunEnd.Died died -> Optional.of(over(new Outcome.Failed(died.reason()), results));
      case RunEnd.OutOfSight away -> Optional.of(outOfSight(away, results));
    };
  }

  private Optional<Convergence> fromHub(
      Target target,
      Catalog catalog,
      Segment.FromHub part,
      List<StepResult> results,
      RunListener listener) {
    if (!withoutHopeless(List.of(part.step()), results, listener).isEmpty()) {
      listener.stepBegun(part.step().number());
      StepResult result =
          playbooks.run(
              target, catalog.revision(), part.step().number(), part.playbook().playbook());
      results.add(result);
      listener.stepEnded(result);
    }
    return Optional.empty();
  }

  /** Steps that may begin; those that need a failed step are told as skipped. */
  private static List<Step> withoutHopeless(
      List<Step> steps, List<StepResult> results, RunListener listener) {
    Set<Integer> hopeless =
        results.stream()
            .filter(r -> r.status() != Status.DONE)
            .map(StepResult::number)
            .collect(Collectors.toCollection(TreeSet::new));
    List<Step> ready = new ArrayList<>();
    for (Step step : steps) {
      if (step.needs().stream().noneMatch(hopeless::contains)) {
        ready.add(step);
      } else {
        hopeless.add(step.number());
        StepResult skipped =
            new StepResult(
                step.number(), Status.SKIPPED, 0, Duration.ZERO, "a step it needs failed");
        results.add(skipped);
        listener.stepEnded(skipped);
      }
    }
    return ready;
  }

  private Convergence afterwards(
      Target target, Catalog catalog, LastApplied applied, List<StepResult> results) {
    return switch (prober.probe(target, catalog, Freshness.NEW)) {
      case ProbeResult.Probed probed -> {
        Drift left = DriftDetector.detect(catalog, probed.snapshot(), applied);
        yield new Convergence(outcome(left, results), results, Optional.of(left), true);
      }
      case ProbeResult.Away away ->
          over(
              new Outcome.Deferred("the node left before it was probed again: " + away.reason()),
              results);
      case ProbeResult.Failed failed ->
          over(
              new Outcome.Failed("the probe afterwards failed: " + failed.reason()), results);
    };
  }

  private static Outcome outcome(Drift left, List<StepResult> results) {
    List<String> failed =
        results.stream()
            .filter(r -> r.status() == Status.FAILED)
            .map(r -> "step %d, exit code %d: %s".formatted(r.number(), r.exitCode(), r.output()))
            .toList();
    if (!failed.isEmpty()) {
      return new Outcome.Failed(String.join("\n", failed));
    }
    return left.isEmpty()
        ? new Outcome.Converged()
        : new Outcome.StillDrifting(
            left.changes(), "the steps ended well, and the probe afterwards still sees drift");
  }
}
