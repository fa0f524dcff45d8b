package io.meshinfra.reconcile.pass;

import io.meshinfra.converge.StepResult;
import io.meshinfra.journal.PlanStep;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A run whose end is not known, as it was remembered while it went on.
 *
 * @param segments what was handed over to the node, oldest first; nothing else of it is there
 * @param results of the steps that were heard of
 * @param steps of its plan, by number
 */
public record Unfinished(
    RunId run,
    Revision revision,
    String trigger,
    Instant startedAt,
    List<RunId> segments,
    List<StepResult> results,
    Map<Integer, PlanStep> steps) {
  public Unfinished {
    segments = List.copyOf(segments);
    results = List.copyOf(results);
    steps = Map.copyOf(steps);
  }
}
