package io.meshinfra.report.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Loading;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.DriftDetector;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.model.Content;
import io.meshinfra.model.Facts;
import io.meshinfra.model.FirewallUse;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.model.Snapshot;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.network.NetworkChange;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Planner;
import io.meshinfra.policy.Policies;
import io.meshinfra.policy.guard.Guarding;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the report of a case with everything that makes it in the hub, except for nodes and git.
 */
final class PlanCaseReport {
  private static final Revision HEAD = new Revision("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
  private static final Revision TARGET = new Revision("1f7a7a472abf3dd9643fd615f6da379c4acb3e3a");

  private final PlanCase given;

  PlanCaseReport(PlanCase given) {
    this.given = given;
  }

  PlanReport report() {
    Subject subject = new Subject("demo", "main", HEAD, "main", TARGET, given.at());
    return new PlanReport(subject, body(), given.commits(), given.replies());
  }

  private PlanReport.Body body() {
    if (given.notPlanned().isPresent()) {
      return new PlanReport.NotPlanned(given.notPlanned().get());
    }
    if (load("target") instanceof Loading.Invalid invalid) {
      throw new IllegalArgumentException(invalid.report());
    }
    Fleet target = ((Loading.Loaded) load("target")).fleet();
    return switch (load("head")) {
      case Loading.Invalid invalid -> new PlanReport.Invalid(invalid.findings(), invalid.total());
      case Loading.Loaded loaded -> planned(loaded.fleet(), target);
    };
  }

  private Loading load(String name) {
    MemoryTree tree = given.tree(name);
    Loading loading =
        new RevisionReader(ResourceTypes.installed(), "", Policies.USUAL_FOLDER).load(tree);
    assertEquals(Set.of(), tree.unread(), "files that nothing reads");
    return loading;
  }

  private PlanReport.Planned planned(Fleet head, Fleet target) {
    List<NodePlan> nodes = new ArrayList<>();
    for (FleetNode node : head.nodes().values()) {
      NodePlan plan = plan(node, target.node(node.name()).map(FleetNode::catalog));
      if (plan.isWorthTelling()) {
        nodes.add(plan);
      }
    }
    return new PlanReport.Planned(
        nodes,
        head.nodes().size() - nodes.size(),
        given.findings(),
        NetworkChange.between(network("target"), network("head")));
  }

  private NetworkPlan network(String name) {
    return new RevisionReader(ResourceTypes.installed(), "", Policies.USUAL_FOLDER)
        .network(given.tree(name));
  }

  private NodePlan plan(FleetNode node, Optional<Catalog> target) {
    String name = node.name().value();
    Sight sight = given.sight(name);
    if (sight instanceof Sight.NeverSeen || sight instanceof Sight.Untold) {
      return NodePlan.unseen(node.name(), sight);
    }
    Attribution attribution = new Attribution(node.catalog(), target);
    Catalog looked = without(node.catalog(), given.unprobed(name).keySet());
    Drift drift = DriftDetector.detect(looked, snapshot(name, looked, target), applied(target));
    Plan plan = new Guarding(Guarding.USUAL_TIME).mark(Planner.plan(drift), node.target().user());
    Set<ResourceId> moved =
        given.moved(name).stream().map(ResourceId::parse).collect(Collectors.toSet());
    List<Unprobed> unprobed = new ArrayList<>();
    given
        .unprobed(name)
        .forEach((id, why) -> unprobed.add(new Unprobed(ResourceId.parse(id), why.toString())));
    return new NodePlan(
        node.name(),
        sight,
        attribution.of(plan, drift, moved),
        attribution.leaving(DEBIAN),
        unprobed,
        plan.isEmpty() ? Optional.empty() : given.gate(name, plan.hash()));
  }

  private static Catalog without(Catalog catalog, Set<String> ids) {
    return new Catalog(
        catalog.node(),
        catalog.revision(),
        catalog.mode(),
        catalog.resources().stream().filter(r -> !ids.contains(r.id().toString())).toList(),
        catalog.dependencies());
  }

  private LastApplied applied(Optional<Catalog> target) {
    Map<ResourceId, String> prints = new HashMap<>();
    if (!given.neverApplied()) {
      target.ifPresent(t -> t.resources().forEach(r -> prints.put(r.id(), r.fingerprint())));
    }
    return LastApplied.at(TARGET, prints);
  }

  /** The node is as the target wants it, but for what the case says. */
  private Snapshot snapshot(String node, Catalog head, Optional<Catalog> target) {
    Map<ResourceId, Observation> seen = new LinkedHashMap<>();
    head.resources().forEach(r -> seen.put(r.id(), Observation.ABSENT));
    target.ifPresent(t -> t.resources().forEach(r -> seen.put(r.id(), asWanted(r))));
    Set<String> unused = new HashSet<>(given.observed(node).keySet());
    for (ResourceId id : Set.copyOf(seen.keySet())) {
      Object told = given.observed(node).get(id.toString());
      unused.remove(id.toString());
      if (told != null) {
        seen.put(id, observation(told, seen.get(id)));
      }
    }
    assertEquals(Set.of(), unused, "observed, but no resource");
    return new Snapshot(head.node(), given.at().minusSeconds(4), DEBIAN, seen);
  }

  /** It installs nothing and has no firewall. */
  private static final Facts DEBIAN =
      new Facts(
              "Linux",
              "debian",
              "12",
              "",
              "",
              "",
              Facts.Init.NONE,
              Facts.PackageManager.NONE,
              "",
              0,
              List.of(),
              "")
          .using(FirewallUse.NONE);

  private static <S> Observation asWanted(Resource<S> resource) {
    return switch (resource.type().expected(resource.spec())) {
      case Expectation.Exists exists -> Observation.present(exists.state());
      case Expectation.Gone gone -> Observation.ABSENT;
    };
  }

  private static Observation observation(Object told, Observation before) {
    if ("absent".equals(told)) {
      return Observation.ABSENT;
    }
    Map<?, ?> attributes = (Map<?, ?>) told;
    if (attributes.containsKey("unknown")) {
      return Observation.unknown(String.valueOf(attributes.get("unknown")));
    }
    State state = before instanceof Observation.Present(State was) ? was : State.EMPTY;
    for (Map.Entry<?, ?> attribute : attributes.entrySet()) {
      String text = String.valueOf(attribute.getValue());
      Value value =
          attribute.getKey().equals("content") ? Content.of(text).asValue() : Value.of(text);
      state = state.with(String.valueOf(attribute.getKey()), value);
    }
    return Observation.present(state);
  }
}
