package io.meshinfra.reconcile;

import io.meshinfra.converge.StepResult;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a pass must remember beyond itself. The hub keeps it in the journal, the CLI nowhere. */
public interface Memory {
  LastApplied lastApplied(NodeName node);

  /** Resources that a probe saw in sync, with the fingerprint of their spec. */
  void inSync(NodeName node, Revision revision, Map<ResourceId, String> fingerprints);

  /** How an earlier try of the very same plan at the same revision ended, if it did not help. */
  Optional<String> triedInVain(NodeName node, Revision revision, String planHash);

  /** Runs that were handed over to the node and whose end is not known. */
  List<RunId> unfinished(NodeName node);

  void begin(RunId run, Work work, Instant at);

  /** Written before anything is sent to the node. */
  void planned(RunId run, Plan plan);

  void stepEnded(RunId run, Optional<Step> step, StepResult result);

  void end(RunId run, String outcome, String detail, Instant at);

  /** Remembers nothing. */
  Memory NONE =
      new Memory() {
        @Override
        public LastApplied lastApplied(NodeName node) {
          return LastApplied.NONE;
        }

        @Override
        public void inSync(NodeName node, Revision revision, Map<ResourceId, String> prints) {}

        @Override
        public Optional<String> triedInVain(NodeName node, Revision revision, String planHash) {
          return Optional.empty();
        }

        @Override
        public List<RunId> unfinished(NodeName node) {
          return List.of();
        }

        @Override
        public void begin(RunId run, Work work, Instant at) {}

        @Override
        public void planned(RunId run, Plan plan) {}

        @Override
        public void stepEnded(RunId run, Optional<Step> step, StepResult result) {}

        @Override
        public void end(RunId run, String outcome, String detail, Instant at) {}
      };
}
