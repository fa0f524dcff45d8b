package io.meshinfra.reconcile;

import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.StepResult;
import io.meshinfra.drift.Drift;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
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
    Optional<Drift> remaining) {
  public Pass {
    results = List.copyOf(results);
  }
}
