package io.meshinfra.reconcile.pass;

import io.meshinfra.converge.StepResult;
import io.meshinfra.drift.Baseline;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.drift.Past;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Tries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A memory for tests: remembers what it is told and answers what the test wants. */
public final class RecordingMemory implements Memory {
  public final List<String> told = new ArrayList<>();
  public final List<RunId> segments = new ArrayList<>();
  public List<Unfinished> unfinished = List.of();
  final Map<Revision, Tries> tries = new HashMap<>();
  public boolean stepsCannotBeWritten;
  public int loads;
  public LastApplied applied = LastApplied.NONE;
  public Baseline baseline = Baseline.NONE;

  @Override
  public Past past(NodeName node) {
    loads++;
    return new Past(applied, baseline);
  }

  @Override
  public void inSync(NodeName node, Revision revision, LastApplied now) {
    applied = now;
  }

  @Override
  public Tries tries(NodeName node, Revision revision) {
    return tries.getOrDefault(revision, Tries.NONE);
  }

  @Override
  public void tried(NodeName node, Revision revision, Tries now) {
    tries.put(revision, now);
  }

  @Override
  public List<Unfinished> unfinished(NodeName node) {
    return unfinished;
  }

  @Override
  public void begin(RunId run, Work work, Instant at) {
    told.add("begin");
  }

  @Override
  public void planned(RunId run, Plan plan) {
    told.add("planned");
  }

  @Override
  public void handedOver(RunId run, RunId segment) {
    segments.add(segment);
    told.add("handed over");
  }

  @Override
  public void stepEnded(RunId run, String title, StepResult result) {
    if (stepsCannotBeWritten) {
      throw new IllegalStateException("the disk is full");
    }
    told.add("step " + title + " " + result.status().word());
  }

  @Override
  public void end(RunId run, String outcome, String detail, Instant at) {
    told.add("end " + outcome);
  }
}
