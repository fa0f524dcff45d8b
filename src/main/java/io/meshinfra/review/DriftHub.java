package io.meshinfra.review;

import io.meshinfra.adopt.Adoption;
import io.meshinfra.drift.Drift;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.Revert;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.report.review.DriftReport;
import io.meshinfra.source.BranchEdit;
import io.meshinfra.source.BranchResult;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What a pull request about drift asks of the hub. */
public interface DriftHub {
  /**
   * How the drift could become intent, at the revision it was compared with; takes as long as a few
   * loads of the fleet.
   *
   * @param wanted what of it
   */
  Adoption adoption(Drift drift, Set<ResourceId> wanted);

  /** Makes the commit and pushes it. */
  BranchResult<Revision> push(BranchEdit edit);

  /** Puts the node back, as somebody wants. */
  CompletableFuture<Pass> revert(NodeName node, Revert revert, String by);

  /** What the node can tell about who did it; empty where it cannot. */
  List<DriftReport.Clue> clues(Drift drift);
}
