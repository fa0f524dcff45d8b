package io.meshinfra.reconcile;

import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.HealthCheck;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.Target;
import io.meshinfra.plan.Generation;
import io.meshinfra.probe.HealthProbe;
import io.meshinfra.reconcile.flow.ChangeTrial;
import io.meshinfra.reconcile.revision.FleetAt;
import io.meshinfra.reconcile.rollout.Outside;
import io.meshinfra.reconcile.status.Conditions;
import io.meshinfra.reconcile.status.HubEvents;
import io.meshinfra.resource.Catalog;
import io.meshinfra.rollout.Condition;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The hub as its rollouts see it. They are there before the loop is, since every pass asks them; so
 * it is attached later, and until then nobody is known and nobody is woken.
 */
final class RolloutSide implements Outside {
  /** Why a node is looked at whose turn it is. */
  static final String TRIGGER = "rollout";

  private final HubEvents events;
  private final Function<Revision, FleetAt> fleets;
  private volatile Optional<Parts> parts = Optional.empty();

  /**
   * What acts on nodes.
   *
   * @param wake has nodes looked at; insists when it is told so
   * @param changes what holds changes against the network; absent when nothing does
   */
  record Parts(
      Conditions conditions,
      BiConsumer<List<NodeName>, Boolean> wake,
      HealthProbe health,
      Rollbacks rollbacks,
      Optional<ChangeTrial> changes) {}

  RolloutSide(HubEvents events, Function<Revision, FleetAt> fleets) {
    this.events = events;
    this.fleets = fleets;
  }

  void attach(Parts all) {
    parts = Optional.of(all);
  }

  @Override
  public Map<NodeName, Condition> conditions() {
    return parts.map(all -> all.conditions().all()).orElse(Map.of());
  }

  @Override
  public void wake(List<NodeName> nodes, boolean insist) {
    parts.filter(all -> !nodes.isEmpty()).ifPresent(all -> all.wake().accept(nodes, insist));
  }

  @Override
  public Optional<Catalog> catalog(NodeName node, Revision revision) {
    return fleets.apply(revision) instanceof FleetAt.Valid valid
        ? valid.fleet().node(node).map(FleetNode::catalog)
        : Optional.empty();
  }

  @Override
  public boolean asksWithoutChecks() {
    return changes().isPresent();
  }

  @Override
  public void begins(NodeName node) {
    changes().ifPresent(trial -> trial.before(node));
  }

  private Optional<ChangeTrial> changes() {
    return parts.flatMap(Parts::changes);
  }

  @Override
  public HealthProbe.Result health(Target target, List<HealthCheck> checks) {
    if (parts.isEmpty()) {
      return new HealthProbe.Result.NotAsked("the hub is not ready");
    }
    return switch (parts.get().health().ask(target, checks)) {
      case HealthProbe.Result.Healthy healthy ->
          changes().map(trial -> network(target.node(), trial)).orElse(healthy);
      case HealthProbe.Result.Unhealthy(String reason) ->
          new HealthProbe.Result.Unhealthy("a health check failed: " + reason);
      case HealthProbe.Result.NotAsked notAsked -> notAsked;
    };
  }

  private HealthProbe.Result network(NodeName node, ChangeTrial trial) {
    return switch (trial.after(node)) {
      case ChangeTrial.Result.NotWorse fine -> new HealthProbe.Result.Healthy();
      case ChangeTrial.Result.Worse(String reason) -> new HealthProbe.Result.Unhealthy(reason);
      case ChangeTrial.Result.NotKnown(String reason) -> new HealthProbe.Result.NotAsked(reason);
      case ChangeTrial.Result.NotCompared never -> {
        tell(
            "rollout-not-compared",
            Optional.of(node),
            "the network was not looked at before the change, since the hub was started after it"
                + " had begun; nothing is said of flows and ways in");
        yield new HealthProbe.Result.Healthy();
      }
    };
  }

  @Override
  public String putBack(NodeName node, Set<Revision> revisions, String by, String why) {
    if (parts.isEmpty()) {
      return "the hub is not ready";
    }
    Rollbacks rollbacks = parts.get().rollbacks();
    try {
      List<Generation> newest =
          rollbacks.generations(node).stream()
              .sorted(Comparator.comparing(Generation::number).reversed())
              .takeWhile(kept -> kept.revision().filter(revisions::contains).isPresent())
              .toList();
      if (newest.isEmpty()) {
        return "it keeps nothing of that revision; it is put right by what git said before";
      }
      int to = newest.getLast().number() - 1;
      rollbacks.want(node, new Rollbacks.Order(Optional.of(to), false, by, why));
      return "undoes what it did after generation " + to;
    } catch (NotNow e) {
      return "it cannot put back what it keeps (%s); it is put right by what git said before"
          .formatted(e.getMessage());
    }
  }

  @Override
  public void tell(String type, Optional<NodeName> node, String message) {
    events.tell(type, node, Optional.empty(), message);
  }
}
