package io.meshinfra.review;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.drift.Drift;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.NetworkChange;
import io.meshinfra.network.proof.InvariantCheck;
import io.meshinfra.reconcile.revision.FleetAt;
import io.meshinfra.report.review.Commits;
import io.meshinfra.report.review.NodePlan;
import io.meshinfra.report.review.PlanReport;
import io.meshinfra.report.review.PolicyFinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the report about one head of a pull request: reads it as a fleet, looks at all nodes that
 * it changes or that drift, and judges what would be done to them.
 */
final class HeadReview {
  private final HubView hub;
  private final Judge judge;
  private final Duration deadline;

  /**
   * @param deadline for looking at nodes; those that have not answered by then are told as such
   */
  HeadReview(HubView hub, Judge judge, Duration deadline) {
    this.hub = hub;
    this.judge = judge;
    this.deadline = deadline;
  }

  /**
   * What is to be told of a head.
   *
   * @param body what it would do
   * @param commits what is to be said of its commits
   * @param absent whether it was not there to be looked at
   */
  record Told(PlanReport.Body body, Commits commits, boolean absent) {
    /** There is no plan, and this is why. */
    static Told not(String reason) {
      return new Told(new PlanReport.NotPlanned(reason), Commits.UNTOLD, false);
    }

    /** The commits of the head cannot be fetched, which may change. */
    static Told absent(String reason) {
      return new Told(new PlanReport.NotPlanned(reason), Commits.UNTOLD, true);
    }
  }

  /**
   * Blocks until all nodes were looked at, or until the deadline.
   *
   * @param target the fleet in force, which the head is compared with
   */
  Told of(PullRequest pull, Fleet target, Trust trust) {
    return switch (hub.at(pull)) {
      case FleetAt.Missing missing -> Told.absent(missing.reason());
      case FleetAt.Invalid invalid ->
          told(
              new PlanReport.Invalid(invalid.mistakes().findings(), invalid.mistakes().total()),
              pull,
              target);
      case FleetAt.Valid valid ->
          told(planned(valid.fleet(), target, pull.author(), trust), pull, target);
    };
  }

  private Told told(PlanReport.Body body, PullRequest pull, Fleet target) {
    return new Told(body, hub.commits(target.revision(), pull.head()), false);
  }

  private PlanReport.Planned planned(Fleet head, Fleet target, String author, Trust trust) {
    List<NodeReview> reviews = new ArrayList<>();
    for (FleetNode node : head.nodes().values()) {
      Optional<FleetNode> before = target.node(node.name());
      NodeReview review = new NodeReview(node, before, lastSeen(node), trust, hub::guarded);
      if (review.isWanted()) {
        reviews.add(review);
      }
    }
    Looks looks = new Looks(hub, deadline);
    reviews.forEach(review -> review.work().ifPresent(work -> looks.begin(work, review.isKnown())));
    reviews.forEach(review -> review.work().ifPresent(work -> review.saw(looks.end(work))));
    return judged(head, target, author, reviews);
  }

  private Optional<Drift> lastSeen(FleetNode node) {
    return hub.lastSeen(node.name());
  }

  private PlanReport.Planned judged(
      Fleet head, Fleet target, String author, List<NodeReview> reviews) {
    List<Judge.Candidate> candidates =
        reviews.stream().flatMap(review -> review.candidate().stream()).toList();
    Judge.Judgement judgement = judge.judge(head, target.revision(), author, candidates);
    List<NodePlan> plans = new ArrayList<>();
    for (NodeReview review : reviews) {
      NodeName name = review.node().name();
      plans.add(review.told(Optional.ofNullable(judgement.gates().get(name))));
    }
    List<NodePlan> touched = plans.stream().filter(NodePlan::isWorthTelling).toList();
    int untouched = head.nodes().size() - touched.size();
    NetworkChange network =
        NetworkChange.between(hub.network(target.revision()), hub.network(head.revision()));
    List<PolicyFinding> findings = new ArrayList<>(judgement.findings());
    network.broken().forEach(broken -> findings.addAll(refused(broken)));
    return new PlanReport.Planned(touched, untouched, findings, network);
  }

  /** The branch asks for it, so that a head may not stop asking for it and break it at once. */
  private static List<PolicyFinding> refused(InvariantCheck broken) {
    return broken.reasons().stream()
        .map(reason ->
            new PolicyFinding(
                broken.name(),
                PolicyFinding.Severity.REFUSE,
                reason + "; the branch asks for it at " + broken.at()))
        .toList();
  }
}
