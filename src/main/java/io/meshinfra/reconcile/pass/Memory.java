package io.meshinfra.reconcile.pass;

import io.meshinfra.converge.StepResult;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.drift.Made;
import io.meshinfra.drift.Past;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Tries;
import java.time.Instant;
import java.util.List;

/** What a pass must remember beyond itself. The hub keeps it in the journal, the CLI nowhere. */
public interface Memory {
  /** What was applied on the node, and where to find it again. */
  Past past(NodeName node);

  /** What is known of the resources of the node from now on, after a probe at the revision. */
  void inSync(NodeName node, Revision revision, LastApplied applied);

  /** What is on the node because mesh made it, from now on; only that is ever removed. */
  default void made(NodeName node, Made made) {}

  /** What was tried on the node at the revision and did not help. */
  Tries tries(NodeName node, Revision revision);

  /** What is known of that from now on. */
  void tried(NodeName node, Revision revision, Tries tries);

  /** Runs that were handed over to the node and whose end is not known. */
  List<Unfinished> unfinished(NodeName node);

  void begin(RunId run, Work work, Instant at);

  /** Written before anything is sent to the node. */
  void planned(RunId run, Plan plan);

  /** A part of the run is about to be sent to the node; written before it is. */
  void handedOver(RunId run, RunId segment);

  /** Throws when this hub is not in charge any more, or cannot know whether it is. */
  default void mayBegin() {}

  void stepEnded(RunId run, String title, StepResult result);

  void end(RunId run, String outcome, String detail, Instant at);

  /** Remembers nothing. */
  Memory NONE = new Forgetful();

  /** Remembers nothing; for what remembers a little. */
  class Forgetful implements Memory {
    @Override
    public Past past(NodeName node) {
      return Past.NONE;
    }

    @Override
    public void inSync(NodeName node, Revision revision, LastApplied applied) {}

    @Override
    public Tries tries(NodeName node, Revision revision) {
      return Tries.NONE;
    }

    @Override
    public void tried(NodeName node, Revision revision, Tries tries) {}

    @Override
    public List<Unfinished> unfinished(NodeName node) {
      return List.of();
    }

    @Override
    public void begin(RunId run, Work work, Instant at) {}

    @Override
    public void planned(RunId run, Plan plan) {}

    @Override
    public void handedOver(RunId run, RunId segment) {}

    @Override
    public void stepEnded(RunId run, String title, StepResult result) {}

    @Override
    public void end(RunId run, String outcome, String detail, Instant at) {}
  }
}
