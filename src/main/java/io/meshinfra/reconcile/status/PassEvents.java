package io.meshinfra.reconcile.status;

import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.StepResult;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import java.util.Optional;

/** Turns what happens in a pass into events. A pass that found nothing to do tells nothing. */
public final class PassEvents implements PassListener {
  private final HubEvents events;

  public PassEvents(HubEvents events) {
    this.events = events;
  }

  @Override
  public void probing(RunId run, Work work) {}

  @Override
  public void planned(RunId run, Work work, Plan plan) {
    if (!plan.isEmpty()) {
      tell(
          "run-planned",
          run,
          work,
          "%d steps at %s, plan %s"
              .formatted(plan.steps().size(), plan.revision().abbreviated(), plan.hash()));
    }
  }

  @Override
  public void guarded(RunId run, Work work, String what) {
    tell("guard", run, work, what);
  }

  @Override
  public void stepBegun(RunId run, Work work, Plan plan, int number) {
    tell("step-begun", run, work, number + " " + title(plan, number));
  }

  @Override
  public void stepEnded(RunId run, Work work, Plan plan, StepResult result) {
    String words =
        result.number() + " " + title(plan, result.number()) + " " + result.status().word();
    boolean quiet = result.status() == StepResult.Status.DONE || result.output().isEmpty();
    tell("step-ended", run, work, quiet ? words : words + ": " + result.output());
  }

  private static String title(Plan plan, int number) {
    return plan.steps().stream()
        .filter(step -> step.number() == number)
        .map(Step::title)
        .findFirst()
        .orElse("");
  }

  @Override
  public void ended(Pass pass) {
    if (pass.outcome() instanceof Outcome.InSync) {
      return;
    }
    events.tell(
        "run-ended",
        Optional.of(pass.node()),
        Optional.of(pass.run()),
        pass.word()
            + " in "
            + pass.took().toMillis()
            + " ms"
            + (pass.detail().isEmpty() ? "" : ": " + pass.detail()));
  }

  private void tell(String type, RunId run, Work work, String message) {
    events.tell(type, Optional.of(work.node()), Optional.of(run), message);
  }
}
