package io.meshinfra.converge;

import io.meshinfra.drift.Drift;
import java.util.List;
import java.util.Optional;

/**
 * All that came of carrying out a plan.
 *
 * @param remaining what the probe afterwards still saw; absent when the node could not be probed
 * @param isOver false when steps may still be running on the node, out of sight of the hub
 */
public record Convergence(
    Outcome outcome, List<StepResult> results, Optional<Drift> remaining, boolean isOver) {
  public Convergence {
    results = List.copyOf(results);
  }
}
