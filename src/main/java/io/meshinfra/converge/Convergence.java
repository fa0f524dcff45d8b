package io.meshinfra.converge;

import io.meshinfra.converge.StepResult.Status;
import io.meshinfra.drift.Drift;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that came of carrying out a plan.
 *
 * @param remaining what the probe afterwards still saw; absent when the node was not probed
 * @param isOver false when steps may still be running on the node, out of sight of the hub
 * @param died the run broke off on the node, in the first step of which nothing was heard
 * @param rolledBack numbers of the steps that the node has undone
 */
public record Convergence(
    Outcome outcome,
    List<StepResult> results,
    Optional<Drift> remaining,
    boolean isOver,
    boolean died,
    Set<Integer> rolledBack) {
  public Convergence {
    results = List.copyOf(results);
    rolledBack = Set.copyOf(rolledBack);
  }

  Convergence(
      Outcome outcome, List<StepResult> results, Optional<Drift> remaining, boolean isOver) {
    this(outcome, results, remaining, isOver, false, Set.of());
  }

  static Convergence over(Outcome outcome, List<StepResult> results) {
    return new Convergence(outcome, results, Optional.empty(), true);
  }

  /** The run did not come to its end and never will: not the plan's fault, so it is tried again. */
  static Convergence interrupted(String reason, List<StepResult> results) {
    String where =
        results.stream()
            .filter(result -> result.status() != Status.SKIPPED)
            .map(StepResult::number)
            .max(Comparator.naturalOrder())
            .map(number -> "interrupted after step " + number)
            .orElse("interrupted before the first step ended");
    return over(new Outcome.Deferred(where + ": " + reason), results);
  }

  static Convergence outOfSight(String reason, List<StepResult> results) {
    return new Convergence(
        new Outcome.Deferred("the link was lost; the run goes on without the hub: " + reason),
        results,
        Optional.empty(),
        false);
  }

  /** Interrupted on the node itself, as by a reboot or by its runner being killed. */
  static Convergence died(String reason, List<StepResult> results) {
    Convergence end = interrupted(reason, results);
    return new Convergence(
        end.outcome(), end.results(), end.remaining(), end.isOver(), true, Set.of());
  }

  /** Undone by the guard of the node: it is as it was before. */
  static Convergence rolledBack(String reason, Set<Integer> steps, List<StepResult> results) {
    return new Convergence(
        new Outcome.RolledBack(reason), results, Optional.empty(), true, false, steps);
  }

  /** What the failed steps say; empty when none failed. */
  static Optional<Outcome> failed(List<StepResult> results) {
    List<String> failed =
        results.stream()
            .filter(r -> r.status() == Status.FAILED)
            .map(r -> "step %d, exit code %d: %s".formatted(r.number(), r.exitCode(), r.output()))
            .toList();
    return failed.isEmpty()
        ? Optional.empty()
        : Optional.of(new Outcome.Failed(String.join("\n", failed)));
  }
}
