package io.meshinfra.reconcile.pass;

import io.meshinfra.converge.Convergence;
import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.RunListener;
import io.meshinfra.converge.StepResult;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.Made;
import io.meshinfra.drift.Past;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.journal.PlanStep;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Tries;
import io.meshinfra.policy.Verdict;
import io.meshinfra.resource.Resource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Collects what happens in a pass, writes it to the memory and tells the listener as it happens.
 * While the node is at work, neither the memory nor the listener can end the pass by failing.
 */
public final class PassReport implements RunListener {
  private static final Logger LOG = Logger.getLogger(PassReport.class);

  private final RunId run;
  private final Revision revision;
  private final String trigger;
  private final Instant startedAt;
  private final Work work;
  private final Memory memory;
  private final Clock clock;
  private final PassListener listener;
  private final List<StepResult> results = new ArrayList<>();
  private final SortedMap<Integer, PlanStep> steps = new TreeMap<>();
  private Outcome outcome = new Outcome.Failed("the pass did not come to its end");
  private boolean over = true;
  private boolean complained;
  private Past past = Past.NONE;
  private Optional<Drift> found = Optional.empty();
  private Optional<Plan> plan = Optional.empty();
  private Optional<Drift> remaining = Optional.empty();
  private Optional<Verdict> verdict = Optional.empty();
  private Optional<NoWayIn> noWayIn = Optional.empty();

  public PassReport(RunId run, Work work, Memory memory, Clock clock, PassListener listener) {
    this(
        run,
        work.catalog().revision(),
        work.trigger(),
        clock.instant(),
        work,
        memory,
        clock,
        listener);
  }

  private PassReport(
      RunId run,
      Revision revision,
      String trigger,
      Instant startedAt,
      Work work,
      Memory memory,
      Clock clock,
      PassListener listener) {
    this.run = run;
    this.revision = revision;
    this.trigger = trigger;
    this.startedAt = startedAt;
    this.work = work;
    this.memory = memory;
    this.clock = clock;
    this.listener = listener;
  }

  /** Goes on with the report of a run that was begun before, perhaps by another process. */
  public static PassReport foundAgain(
      Unfinished left, Work work, Memory memory, Clock clock, PassListener listener) {
    PassReport report =
        new PassReport(
            left.run(),
            left.revision(),
            left.trigger(),
            left.startedAt(),
            work,
            memory,
            clock,
            listener);
    report.steps.putAll(left.steps());
    report.results.addAll(left.results());
    report.maybeAtWork();
    return report;
  }

  public RunId run() {
    return run;
  }

  public void begin() {
    memory.begin(run, work, startedAt);
  }

  public void probing() {
    bestEffort(() -> listener.probing(run, work));
  }

  /** What is known of the node from before. */
  public void remembered(Past before) {
    past = before;
  }

  public void found(Drift drift) {
    found = Optional.of(drift);
    seen(drift);
  }

  public void planned(Plan decided) {
    plan = Optional.of(decided);
    decided.steps().forEach(step -> steps.put(step.number(), PlanStep.of(step)));
    bestEffort(() -> listener.planned(run, work, decided));
  }

  public void judged(Verdict said) {
    verdict = Optional.of(said);
  }

  public void outcome(Outcome end) {
    outcome = end;
  }

  public void away(NoWayIn why) {
    noWayIn = Optional.of(why);
    outcome = new Outcome.Deferred("the node is away: " + why.reason());
  }

  public void barred(NoWayIn why) {
    noWayIn = Optional.of(why);
    outcome = new Outcome.Failed(why.reason());
  }

  public void nothingToDo(Plan empty) {
    if (empty.waiting().isEmpty()) {
      outcome = new Outcome.InSync();
      return;
    }
    List<ResourceChange> changes = found.map(Drift::changes).orElse(List.of());
    outcome =
        empty.wasTriedInVain()
            ? new Outcome.Skipped(empty.whyWaiting())
            : new Outcome.StillDrifting(changes, empty.whyWaiting());
  }

  /** From now on steps may be at work on the node, until a convergence says that they are not. */
  public void maybeAtWork() {
    over = false;
  }

  /** What is known of the node by now, this pass included. */
  public Past past() {
    return past;
  }

  public void convergence(Convergence end) {
    outcome = end.outcome();
    over = end.isOver();
    end.remaining().ifPresent(this::seen);
    end.remaining().ifPresent(left -> made(end.results(), left));
    judge(end);
  }

  /** Remembers which changes were tried in vain, and forgets it of those that came about. */
  private void judge(Convergence end) {
    Tries before = memory.tries(work.node(), revision);
    Trial trial = new Trial(steps, end.results(), clock.instant(), wasRebooted(end.remaining()));
    Tries ended = trial.ended(before);
    Tries undone = trial.rolledBack(ended, end.rolledBack());
    Tries broken = end.died() ? trial.interrupted(undone) : undone;
    Tries known =
        plan.isPresent() && end.remaining().isPresent()
            ? trial.probed(broken, plan.get(), end.remaining().get())
            : broken;
    if (!known.equals(before)) {
      memory.tried(work.node(), revision, known);
    }
  }

  private boolean wasRebooted(Optional<Drift> after) {
    Optional<String> then = after.map(PassReport::boot).filter(id -> !id.isEmpty());
    Optional<String> before = found.map(PassReport::boot).filter(id -> !id.isEmpty());
    return then.isPresent() && before.isPresent() && !then.equals(before);
  }

  private static String boot(Drift drift) {
    return drift.facts().bootId();
  }

  private void seen(Drift drift) {
    remaining = Optional.of(drift);
    Made before = past.made();
    past = past.after(drift);
    memory.inSync(work.node(), revision, past.applied());
    remember(before);
  }

  /** What steps that ended well have made, and what the probe saw come about, is mesh's. */
  private void made(List<StepResult> ended, Drift left) {
    Made before = past.made();
    List<Resource<?>> fresh = plan.map(p -> NewlyMade.of(p, ended, left)).orElse(List.of());
    past = new Past(past.applied(), past.baseline(), before.with(fresh, revision));
    remember(before);
  }

  private void remember(Made before) {
    if (!past.made().equals(before)) {
      memory.made(work.node(), past.made());
    }
  }

  @Override
  public void handedOver(RunId segment) {
    memory.handedOver(run, segment);
  }

  @Override
  public void beginsFromHub() {
    memory.mayBegin();
  }

  @Override
  public void guarded(String what) {
    bestEffort(() -> listener.guarded(run, work, what));
  }

  @Override
  public void stepBegun(int number) {
    plan.ifPresent(p -> bestEffort(() -> listener.stepBegun(run, work, p, number)));
  }

  @Override
  public void stepEnded(StepResult result) {
    results.removeIf(known -> known.number() == result.number());
    results.add(result);
    String title =
        Optional.ofNullable(steps.get(result.number()))
            .map(PlanStep::title)
            .orElse("step " + result.number());
    bestEffort(() -> memory.stepEnded(run, title, result));
    plan.ifPresent(p -> bestEffort(() -> listener.stepEnded(run, work, p, result)));
  }

  /** The node is not kept from its work, nor the pass from its end, by whoever cannot listen. */
  private void bestEffort(Runnable tell) {
    try {
      tell.run();
    } catch (RuntimeException e) {
      if (!complained) {
        LOG.errorf(e, "what happens in a run could not be told or recorded run=%s", run);
      }
      complained = true;
    }
  }

  /** Closes the run in the memory, unless its steps may still be at work on the node. */
  public void end() {
    outcome = work.told(pass());
    try {
      if (over) {
        memory.end(run, outcome.word(), outcome.detail(), clock.instant());
      }
    } finally {
      bestEffort(() -> listener.ended(pass()));
    }
  }

  public boolean isOver() {
    return over;
  }

  public Pass pass() {
    return new Pass(
        run,
        work.node(),
        revision,
        trigger,
        startedAt,
        Duration.between(startedAt, clock.instant()),
        outcome,
        found,
        plan,
        results,
        remaining,
        verdict,
        noWayIn);
  }
}
