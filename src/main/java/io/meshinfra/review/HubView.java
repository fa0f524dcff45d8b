package io.meshinfra.review;

import io.meshinfra.desired.Fleet;
import io.meshinfra.drift.Drift;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.plan.Plan;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.revision.FleetAt;
import io.meshinfra.reconcile.rollout.RolloutStatus;
import io.meshinfra.report.review.Commits;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a review asks of the hub. */
public interface HubView {
  /** What is rolled out now: the branch that pull requests go into, at its last good commit. */
  Optional<Fleet> inForce();

  /** The fleet as the head of a pull request has it; may take as long as a fetch. */
  FleetAt at(PullRequest pull);

  /** How far the rollouts of the fleet in force are. */
  List<RolloutStatus> rollouts();

  /** What follows from the network intent of a commit that was read before. */
  NetworkPlan network(Revision revision);

  /**
   * Probes and plans, and changes nothing.
   *
   * @param known whether the fleet in force has the node, so that its connection is kept
   */
  CompletableFuture<Pass> look(Work work, boolean known);

  /** What the last probe of the loop saw; empty for a node that was not seen since the start. */
  Optional<Drift> lastSeen(NodeName node);

  /** Puts the steps of a plan under the guard that need it, as the hub would for that login. */
  Plan guarded(Plan plan, String login);

  /**
   * What is to be said of the commits that the head has and the target has not. The head must have
   * been read by {@link #at} before.
   */
  Commits commits(Revision target, Revision head);
}
