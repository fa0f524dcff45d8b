package io.meshinfra.reconcile;

import io.meshinfra.converge.StepResult;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.drift.Made;
import io.meshinfra.drift.Past;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.PlanStep;
import io.meshinfra.journal.RunRecord;
import io.meshinfra.journal.RunStart;
import io.meshinfra.journal.RunSummary;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.plan.Tries;
import io.meshinfra.reconcile.pass.Memory;
import io.meshinfra.reconcile.pass.Unfinished;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.revision.Baselines;
import io.meshinfra.report.ChangeText;
import io.meshinfra.report.PlanText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** The hub's memory: the journal. */
final class JournalMemory implements Memory {
  private final Journal journal;
  private final Baselines baselines;
  private final BiConsumer<RunId, Plan> begun;

  /**
   * @param begun hears of each run that begins, before anything is sent to its node
   */
  JournalMemory(Journal journal, Baselines baselines, BiConsumer<RunId, Plan> begun) {
    this.journal = journal;
    this.baselines = baselines;
    this.begun = begun;
  }

  /** Nobody hears of runs that begin. */
  JournalMemory(Journal journal, Baselines baselines) {
    this(journal, baselines, (run, plan) -> {});
  }

  @Override
  public Past past(NodeName node) {
    LastApplied applied = journal.applied().of(node);
    Made made = journal.made().of(node);
    return new Past(applied, baselines.of(node, applied, made), made);
  }

  @Override
  public void made(NodeName node, Made made) {
    journal.made().save(node, made);
  }

  @Override
  public void inSync(NodeName node, Revision revision, LastApplied applied) {
    journal.applied().save(node, revision, applied);
  }

  @Override
  public Tries tries(NodeName node, Revision revision) {
    return journal.tries().of(node, revision);
  }

  @Override
  public void tried(NodeName node, Revision revision, Tries tries) {
    journal.tries().save(node, revision, tries);
  }

  @Override
  public List<Unfinished> unfinished(NodeName node) {
    return journal.runs().unfinished().stream()
        .filter(run -> run.node().equals(node))
        .map(this::unfinished)
        .toList();
  }

  private Unfinished unfinished(RunSummary run) {
    return new Unfinished(
        run.id(),
        run.revision(),
        run.trigger(),
        run.startedAt(),
        journal.handOvers().segments(run.id()),
        journal.runs().find(run.id()).stream()
            .flatMap(found -> found.steps().stream())
            .map(JournalMemory::result)
            .toList(),
        journal.handOvers().steps(run.id()));
  }

  private static StepResult result(RunRecord.Step step) {
    return new StepResult(
        step.number(),
        StepResult.Status.valueOf(step.status().toUpperCase(Locale.ROOT)),
        step.exitCode(),
        step.took(),
        step.output());
  }

  @Override
  public void begin(RunId run, Work work, Instant at) {
    journal
        .runs()
        .begin(new RunStart(run, work.node(), work.catalog().revision(), work.trigger(), at));
  }

  @Override
  public void planned(RunId run, Plan plan) {
    journal.runs().planned(run, plan.hash(), plan.steps().size(), PlanText.of(plan));
    journal
        .runs()
        .changes(
            run,
            plan.steps().stream()
                .flatMap(s -> s.changes().stream())
                .map(JournalMemory::row)
                .toList());
    journal
        .handOvers()
        .steps(run, plan.steps().stream().collect(Collectors.toMap(Step::number, PlanStep::of)));
    begun.accept(run, plan);
    journal.runs().handedOver(run);
  }

  @Override
  public void handedOver(RunId run, RunId segment) {
    journal.handOvers().segment(run, segment);
  }

  @Override
  public void mayBegin() {
    journal.handOvers().check();
  }

  private static RunRecord.Change row(ResourceChange change) {
    return new RunRecord.Change(
        change.id(), change.change().word(), change.origin(), ChangeText.of(change));
  }

  @Override
  public void stepEnded(RunId run, String title, StepResult result) {
    journal
        .runs()
        .step(
            run,
            new RunRecord.Step(
                result.number(),
                title,
                result.status().word(),
                result.exitCode(),
                result.took(),
                result.output()));
  }

  @Override
  public void end(RunId run, String outcome, String detail, Instant at) {
    journal.runs().end(run, outcome, detail, at);
  }
}
