package io.meshinfra.reconcile;

import io.meshinfra.converge.StepResult;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import java.time.Duration;
import java.util.Locale;

/** Tells the way of a pass as lines for people. */
final class ProgressLines implements PassListener {
  private final Workbench.Progress progress;

  ProgressLines(Workbench.Progress progress) {
    this.progress = progress;
  }

  @Override
  public void probing(RunId run, Work work) {
    progress.told(work.node(), "probing " + work.catalog().resources().size() + " resources");
  }

  @Override
  public void planned(RunId run, Work work, Plan plan) {}

  @Override
  public void guarded(RunId run, Work work, String what) {
    progress.told(work.node(), "guard " + what);
  }

  @Override
  public void stepBegun(RunId run, Work work, Plan plan, int number) {
    progress.told(work.node(), step(plan, number));
  }

  @Override
  public void stepEnded(RunId run, Work work, Plan plan, StepResult result) {
    String how = step(plan, result.number()) + ": " + result.status().word();
    progress.told(
        work.node(),
        switch (result.status()) {
          case DONE -> how + " in " + seconds(result.took());
          case FAILED -> how + ", exit code " + result.exitCode();
          case SKIPPED -> how + ", " + result.output();
        });
  }

  @Override
  public void ended(Pass pass) {
    progress.told(pass.node(), pass.outcome().word() + " after " + seconds(pass.took()));
  }

  private static String step(Plan plan, int number) {
    String title =
        plan.steps().stream()
            .filter(step -> step.number() == number)
            .map(Step::title)
            .findFirst()
            .orElse("");
    return "step " + number + " of " + plan.steps().size() + " " + title;
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
