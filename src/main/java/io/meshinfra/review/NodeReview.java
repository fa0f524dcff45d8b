package io.meshinfra.review;

import io.meshinfra.desired.FleetNode;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Planner;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.report.review.Attribution;
import io.meshinfra.report.review.Discretion;
import io.meshinfra.report.review.Gate;
import io.meshinfra.report.review.NodePlan;
import io.meshinfra.report.review.Sight;
import io.meshinfra.report.review.Told;
import io.meshinfra.report.review.Unprobed;
import io.meshinfra.resource.Catalog;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** What one head means for one node: first what is to be looked at, then what is to be told. */
final class NodeReview {
  private final FleetNode node;
  private final Optional<FleetNode> before;
  private final Optional<Drift> lastSeen;
  private final Trust trust;
  private final BiFunction<Plan, String, Plan> guarding;
  private final Attribution attribution;
  private final Set<ResourceId> altered;
  private final Catalog probed;
  private final List<Unprobed> unprobed;
  private Sight sight = new Sight.NeverSeen();
  private Optional<Drift> drift = Optional.empty();
  private Optional<Plan> plan = Optional.empty();

  /**
   * @param node as the head has it
   * @param before as the fleet in force has it
   * @param lastSeen what the loop saw last
   * @param guarding puts steps under the guard, for a login
   */
  NodeReview(
      FleetNode node,
      Optional<FleetNode> before,
      Optional<Drift> lastSeen,
      Trust trust,
      BiFunction<Plan, String, Plan> guarding) {
    this.node = node;
    this.before = before;
    this.lastSeen = lastSeen;
    this.trust = trust;
    this.guarding = guarding;
    this.attribution = new Attribution(node.catalog(), before.map(FleetNode::catalog));
    this.altered = attribution.altered();
    ForeignCatalog trusted = ForeignCatalog.as(trust, node.catalog(), altered);
    this.probed = trusted.catalog();
    this.unprobed = trusted.unprobed();
  }

  FleetNode node() {
    return node;
  }

  boolean isKnown() {
    return before.isPresent();
  }

  /** Whether the head changes anything about the node, or it drifts anyway. */
  boolean isWanted() {
    return before.isEmpty()
        || !altered.isEmpty()
        || !attribution.leaving().isEmpty()
        || lastSeen.map(seen -> !seen.isEmpty()).orElse(false);
  }

  /**
   * How to look at it: by the way in that is in force, so that a pull request sends the hub nowhere
   * new. Only somebody who may push can have a new node looked at.
   */
  Optional<Work> work() {
    Optional<FleetNode> way =
        before.isEmpty() && trust != Trust.FOREIGN ? Optional.of(node) : before;
    return way.map(known -> new Work(known.target(), probed, "review", false));
  }

  void saw(Looks.Look look) {
    switch (look) {
      case Looks.Look.Seen seen -> {
        sight = new Sight.Probed(seen.drift().probedAt());
        drift = Optional.of(seen.drift());
        plan = Optional.of(seen.plan());
      }
      case Looks.Look.Away away -> predict();
      case Looks.Look.Failed failed -> sight = new Sight.Untold(failed.reason());
    }
  }

  private void predict() {
    drift = lastSeen.map(last -> Prediction.of(probed, last));
    plan = drift.map(known -> guarding.apply(Planner.plan(known), node.target().user()));
    sight =
        lastSeen
            .<Sight>map(last -> new Sight.Predicted(last.probedAt()))
            .orElse(new Sight.NeverSeen());
  }

  /** What has to be judged, if anything would be done. */
  Optional<Judge.Candidate> candidate() {
    return plan.filter(p -> !p.isEmpty()).map(p -> new Judge.Candidate(node, p));
  }

  NodePlan told(Optional<Gate> gate) {
    if (work().isEmpty()) {
      String why =
          "the node is new in this pull request, which comes from somebody who may not push";
      return NodePlan.unseen(node.name(), new Sight.Untold(why));
    }
    if (drift.isEmpty() || plan.isEmpty()) {
      return new NodePlan(
          node.name(), sight, List.of(), attribution.leaving(), unprobed, Optional.empty());
    }
    List<Told> changes = attribution.of(plan.get(), drift.get(), moved());
    return new NodePlan(
        node.name(),
        sight,
        trust == Trust.FOREIGN ? changes.stream().map(this::discreet).toList() : changes,
        attribution.leaving(drift.get().facts()),
        unprobed,
        gate);
  }

  /** What a stranger asks about a node he has not known, he does not get to see. */
  private Told discreet(Told told) {
    return altered.contains(told.id()) ? told.as(Discretion.withoutTexts(told.change())) : told;
  }

  private Set<ResourceId> moved() {
    return lastSeen.stream()
        .flatMap(last -> last.changes().stream())
        .filter(change -> change.origin() == Origin.CORRECTIVE)
        .map(ResourceChange::id)
        .collect(Collectors.toSet());
  }
}
