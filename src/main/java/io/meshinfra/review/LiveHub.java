package io.meshinfra.review;

import io.meshinfra.desired.Fleet;
import io.meshinfra.drift.Drift;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.plan.Plan;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.revision.FleetAt;
import io.meshinfra.reconcile.revision.SignatureReport;
import io.meshinfra.reconcile.rollout.RolloutStatus;
import io.meshinfra.reconcile.status.NodeStatus;
import io.meshinfra.report.review.Commits;
import io.meshinfra.report.review.Signatures;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The hub of this process, as reviews look at it. */
final class LiveHub implements HubView {
  private final Hub hub;

  LiveHub(Hub hub) {
    this.hub = hub;
  }

  @Override
  public Optional<Fleet> inForce() {
    return hub.fleet();
  }

  @Override
  public FleetAt at(PullRequest pull) {
    return hub.previews().fleets().at(pull.head(), pull.headRef());
  }

  @Override
  public List<RolloutStatus> rollouts() {
    return hub.rollouts().desk().all();
  }

  @Override
  public NetworkPlan network(Revision revision) {
    return hub.previews().fleets().network(revision);
  }

  @Override
  public CompletableFuture<Pass> look(Work work, boolean known) {
    return known ? hub.previews().of(List.of(work)).getFirst() : hub.previews().once(work);
  }

  @Override
  public Optional<Drift> lastSeen(NodeName node) {
    return hub.status(node).flatMap(NodeStatus::drift);
  }

  @Override
  public Plan guarded(Plan plan, String login) {
    return hub.foresight().guarded(plan, login);
  }

  @Override
  public Commits commits(Revision target, Revision head) {
    SignatureReport signed = hub.signatures(target, head);
    return new Commits(
        hub.agents().scopes().between(target, head),
        signed.isEmpty()
            ? Signatures.NOT_ASKED
            : new Signatures(
                signed.passes(), signed.headline(), signed.reasons().lines().toList()));
  }
}
