package io.meshinfra.report;

import io.meshinfra.plan.Guard;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.plan.Waiting;
import java.util.List;
import java.util.Optional;

/** A plan as programs read it. */
public record PlanView(String hash, List<StepView> steps, List<WaitingView> waiting) {
  public PlanView {
    steps = List.copyOf(steps);
    waiting = List.copyOf(waiting);
  }

  /**
   * One step.
   *
   * @param needs numbers of the steps that must not have failed
   * @param guard how long the node waits for the hub before it undoes the step, and why; absent
   *     when the step is not guarded
   */
  public record StepView(
      int number,
      List<String> resources,
      String reason,
      List<Integer> needs,
      Optional<String> guard) {
    public StepView {
      resources = List.copyOf(resources);
      needs = List.copyOf(needs);
    }
  }

  /** A change that the plan leaves alone, and why. */
  public record WaitingView(String resource, String reason) {}

  public static PlanView of(Plan plan) {
    return new PlanView(
        plan.hash(),
        plan.steps().stream().map(PlanView::step).toList(),
        plan.waiting().stream().map(PlanView::waiting).toList());
  }

  private static StepView step(Step step) {
    return new StepView(
        step.number(),
        step.changes().stream().map(change -> change.id().toString()).toList(),
        step.reason(),
        List.copyOf(step.needs()),
        step.guard().map(Guard::text));
  }

  private static WaitingView waiting(Waiting waiting) {
    return new WaitingView(waiting.change().id().toString(), waiting.reason());
  }
}
