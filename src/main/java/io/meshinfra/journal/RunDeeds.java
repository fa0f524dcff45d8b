package io.meshinfra.journal;

import java.util.Optional;

/** What a run does to a node: the hand-over before anything is sent, and what came of it. */
final class RunDeeds {
  private RunDeeds() {}

  static Deed begun(RunSummary run) {
    return of(run, "run-handed-over", plan(run)).withOutcome(Deed.BEGUN);
  }

  /** Empty for a run that gave the node nothing to do. What a node said is not told here. */
  static Optional<Deed> ended(RunSummary run) {
    return run.handedOverAt().isEmpty()
        ? Optional.empty()
        : run.ended().map(end -> of(run, "run-ended", plan(run)).withOutcome(end.outcome()));
  }

  private static Deed of(RunSummary run, String what, String detail) {
    return Deed.done(Deed.By.hub(run.trigger()), what, detail)
        .at(run.node())
        .of(run.id())
        .of(run.revision());
  }

  private static String plan(RunSummary run) {
    return run.planned()
        .map(plan -> "plan %s, %d steps".formatted(plan.hash(), plan.steps()))
        .orElse("without a plan");
  }
}
