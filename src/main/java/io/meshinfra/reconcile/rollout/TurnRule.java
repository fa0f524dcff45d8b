package io.meshinfra.reconcile.rollout;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Origin;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.Finding;
import io.meshinfra.policy.Rule;
import io.meshinfra.rollout.Turn;
import java.util.List;

/**
 * The last word of a rollout, when a run would begin: a node that was let through a moment ago must
 * not begin beside another one that took the last place.
 */
record TurnRule(Rollouts rollouts) implements Rule {
  @Override
  public String id() {
    return "rollout";
  }

  @Override
  public List<Finding> judge(Plan plan, Circumstances circumstances) {
    if (!isIntentional(plan)) {
      return List.of();
    }
    return switch (rollouts.turn(plan.node())) {
      case Turn.Begin begin -> List.of();
      case Turn.Wait wait ->
          List.of(Finding.refusal(id(), wait.reason(), Finding.Ends.WITH_ANOTHER_RUN));
      case Turn.Back back ->
          rollouts.takesBack(plan)
              ? List.of()
              : List.of(Finding.refusal(id(), back.reason(), Finding.Ends.WITH_TIME));
    };
  }

  /** Whether git moved; what the machine moved is never held up. */
  static boolean isIntentional(Plan plan) {
    return plan.steps().stream()
        .flatMap(step -> step.changes().stream())
        .map(ResourceChange::origin)
        .anyMatch(origin -> origin == Origin.INTENTIONAL);
  }

  @Override
  public boolean watchesOthers() {
    return true;
  }
}
