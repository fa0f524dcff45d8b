package io.meshinfra.reconcile;

import io.meshinfra.converge.Convergence;
import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.RunListener;
import io.meshinfra.converge.StepResult;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.Resource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Collects what happens in a pass, writes it to the memory and tells the listener as it happens. */
final class PassReport implements RunListener {
  private final RunId run;
  private final Work work;
  private final Memory memory;
  private final Clock clock;
  private final PassListener listener;
  private final Instant startedAt;
  private final List<StepResult> results = new ArrayList<>();
  private Outcome outcome = new Outcome.Failed("the pass did not come to its end");
  private boolean over = true;
  private Optional<Drift> found = Optional.empty();
  private Optional<Plan> plan = Optional.empty();
  private Optional<Drift> remaining = Optional.empty();

  PassReport(RunId run, Work work, Memory memory, Clock clock, PassListener listener) {
    this.run = run;
    this.work = work;
    this.memory = memory;
    this.clock = clock;
    this.listener = listener;
    this.startedAt = clock.instant();
  }

  RunId run() {
    return run;
  }

  void begin() {
    memory.begin(run, work, startedAt);
  }

  void probing() {
    listener.probing(run, work);
  }

  void found(Drift drift) {
    found = Optional.of(drift);
    seen(drift);
  }

  void planned(Plan decided) {
    plan = Optional.of(decided);
    listener.planned(run, work, decided);
  }

  void outcome(Outcome end) {
    outcome = end;
  }

  void nothingToDo(Plan empty) {
    if (empty.waiting().isEmpty()) {
      outcome = new Outcome.InSync();
      return;
    }
    String reasons =
        empty.waiting().stream()
            .map(waiting -> waiting.change().id() + ": " + waiting.reason())
            .collect(Collectors.joining("; "));
    List<ResourceChange> changes = found.map(Drift::changes).orElse(List.of());
    outcome = new Outcome.StillDrifting(changes, reasons);
  }

  void convergence(Convergence end) {
    outcome = end.outcome();
    over = end.isOver();
    end.remaining().ifPresent(this::seen);
  }

  /** What a probe saw in sync is what was applied last, whoever did it. */
  private void seen(Drift drift) {
    remaining = Optional.of(drift);
    Set<ResourceId> drifting =
        drift.changes().stream().map(ResourceChange::id).collect(Collectors.toSet());
    Map<ResourceId, String> inSync = new TreeMap<>();
    for (Resource<?> resource : drift.catalog().resources()) {
      if (!drifting.contains(resource.id())) {
        inSync.put(resource.id(), resource.fingerprint());
      }
    }
    memory.inSync(work.node(), work.catalog().revision(), inSync);
  }

  @Override
  public void stepBegun(int number) {
    plan.ifPresent(p -> listener.stepBegun(run, work, p, number));
  }

  @Override
  public void stepEnded(StepResult result) {
    results.add(result);
    memory.stepEnded(run, step(result.number()), result);
    plan.ifPresent(p -> listener.stepEnded(run, work, p, result));
  }

  private Optional<Step> step(int number) {
    return plan.flatMap(
        p -> p.steps().stream().filter(step -> step.number() == number).findFirst());
  }

  /** Closes the run in the memory, unless its steps may still be at work on the node. */
  void end() {
    if (over) {
      memory.end(run, outcome.word(), detail(), clock.instant());
    }
    listener.ended(pass());
  }

  boolean isOver() {
    return over;
  }

  private String detail() {
    return switch (outcome) {
      case Outcome.Converged converged -> "";
      case Outcome.InSync inSync -> "";
      case Outcome.StillDrifting drifting -> drifting.reason();
      case Outcome.Failed failed -> failed.error();
      case Outcome.Skipped skipped -> skipped.reason();
      case Outcome.Deferred deferred -> deferred.reason();
    };
  }

  Pass pass() {
    return new Pass(
        run,
        work.node(),
        work.catalog().revision(),
        work.trigger(),
        startedAt,
        Duration.between(startedAt, clock.instant()),
        outcome,
        found,
        plan,
        results,
        remaining);
  }
}
