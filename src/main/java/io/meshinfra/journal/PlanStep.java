package io.meshinfra.journal;

import io.meshinfra.plan.Step;
import io.meshinfra.plan.Tries;
import java.util.List;

/**
 * One step of the plan of a run.
 *
 * @param changes what its changes are known by
 */
public record PlanStep(String title, List<String> changes) {
  public PlanStep {
    changes = List.copyOf(changes);
  }

  public static PlanStep of(Step step) {
    return new PlanStep(step.title(), step.changes().stream().map(Tries::key).toList());
  }
}
