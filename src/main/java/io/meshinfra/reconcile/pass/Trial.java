package io.meshinfra.reconcile.pass;

import io.meshinfra.converge.StepResult;
import io.meshinfra.converge.StepResult.Status;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.journal.PlanStep;
import io.meshinfra.model.ResourceId;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Tries;
import io.meshinfra.plan.Tries.How;
import io.meshinfra.resource.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the end of a run says about the changes of its plan; pure.
 *
 * @param rebooted whether the node was rebooted between the probes before and after: then a step
 *     that failed was broken off, and drift may have come with the reboot
 */
record Trial(
    SortedMap<Integer, PlanStep> steps, List<StepResult> results, Instant at, boolean rebooted) {
  Trial {
    steps = new TreeMap<>(steps);
    results = List.copyOf(results);
  }

  /** A step that failed was tried in vain. */
  Tries ended(Tries before) {
    Tries next = before;
    for (int number : numbers(Status.FAILED)) {
      PlanStep step = steps.get(number);
      next = step == null ? next : next.with(step.changes(), unlessRebooted(How.FAILED), at);
    }
    return next;
  }

  private How unlessRebooted(How how) {
    return rebooted ? How.INTERRUPTED : how;
  }

  /** A step that the node has undone locked the hub out, or was done together with one that did. */
  Tries rolledBack(Tries before, Set<Integer> numbers) {
    Tries next = before;
    for (int number : numbers) {
      PlanStep step = steps.get(number);
      next = step == null ? next : next.with(step.changes(), How.ROLLED_BACK, at);
    }
    return next;
  }

  private Set<Integer> numbers(Status status) {
    return results.stream()
        .filter(result -> result.status() == status)
        .map(StepResult::number)
        .collect(Collectors.toSet());
  }

  /** The run died on the node: the first step of which nothing was heard was at work. */
  Tries interrupted(Tries before) {
    Set<Integer> heard = results.stream().map(StepResult::number).collect(Collectors.toSet());
    return steps.entrySet().stream()
        .filter(step -> !heard.contains(step.getKey()))
        .findFirst()
        .map(step -> before.with(step.getValue().changes(), How.INTERRUPTED, at))
        .orElse(before);
  }

  /** Of the steps that ended well, the probe afterwards says which of their changes came about. */
  Tries probed(Tries before, Plan plan, Drift left) {
    Set<Integer> done = numbers(Status.DONE);
    Map<ResourceId, List<ResourceChange>> remaining =
        left.changes().stream().collect(Collectors.groupingBy(ResourceChange::id));
    List<ResourceChange> tried =
        plan.steps().stream()
            .filter(step -> done.contains(step.number()))
            .flatMap(step -> step.changes().stream())
            .toList();
    Tries next = before;
    for (ResourceChange change : tried) {
      next = judged(next, change, remaining.getOrDefault(change.id(), List.of()));
    }
    return next;
  }

  /** What could not be verified afterwards says nothing. */
  private Tries judged(Tries before, ResourceChange tried, List<ResourceChange> remaining) {
    List<String> key = List.of(Tries.key(tried));
    return remaining.stream()
        .filter(tried::isOfTheSame)
        .findFirst()
        .map(left ->
            left.change() instanceof Change.Unverifiable
                ? before
                : before.with(key, unlessRebooted(How.STILL_DRIFTING), at))
        .orElseGet(() -> before.without(key));
  }
}
