package io.meshinfra.reconcile;

import io.meshinfra.converge.StepResult;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.RunRecord;
import io.meshinfra.journal.RunStart;
import io.meshinfra.journal.RunSummary;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.report.ChangeText;
import io.meshinfra.report.PlanText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The hub's memory: the journal. */
final class JournalMemory implements Memory {
  private static final Set<String> IN_VAIN = Set.of("failed", "still drifting");
  private final Journal journal;

  JournalMemory(Journal journal) {
    this.journal = journal;
  }

  @Override
  public LastApplied lastApplied(NodeName node) {
    return journal.applied().of(node);
  }

  /** What drifts keeps the fingerprint it was last in sync with; what left the catalog is dropped. */
  @Override
  public void inSync(
      NodeName node, Revision revision, Map<ResourceId, String> fingerprints, Set<ResourceId> all) {
    Map<ResourceId, String> merged = new TreeMap<>(journal.applied().of(node).fingerprints());
    merged.keySet().retainAll(all);
    merged.putAll(fingerprints);
    journal.applied().save(node, revision, merged);
  }

  @Override
  public Optional<String> triedInVain(NodeName node, Revision revision, String planHash) {
    return journal
        .runs()
        .tried(node, revision, planHash)
        .flatMap(RunSummary::ended)
        .filter(end -> IN_VAIN.contains(end.outcome()))
        .map(end -> end.outcome() + " at " + end.at());
  }

  @Override
  public List<RunId> unfinished(NodeName node) {
    return journal.runs().unfinished().stream()
        .filter(run -> run.node().equals(node))
        .map(RunSummary::id)
        .toList();
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
            plan.steps().stream().flatMap(s -> s.changes().stream()).map(JournalMemory::row).toList());
    journal.runs().handedOver(run);
  }

  private static RunRecord.Change row(ResourceChange change) {
    return new RunRecord.Change(
        change.id(), change.change().word(), change.origin(), ChangeText.of(change));
  }

  @Override
  public void stepEnded(RunId run, Optional<Step> step, StepResult result) {
    String title = step.map(Step::title).orElse("step " + result.number());
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
