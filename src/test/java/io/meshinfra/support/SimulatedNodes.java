package io.meshinfra.support;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.DriftDetector;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.model.Facts;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.RunId;
import io.meshinfra.model.Snapshot;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Planner;
import io.meshinfra.policy.Verdict;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Resource;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** Machines that are as they were made last, whatever a test does to them; looked at in no time. */
public final class SimulatedNodes {
  private final Clock clock;
  private final Map<NodeName, Map<ResourceId, Observation>> machines = new ConcurrentHashMap<>();
  private final Map<NodeName, Map<ResourceId, String>> applied = new ConcurrentHashMap<>();
  private final Set<NodeName> away = ConcurrentHashMap.newKeySet();
  private final Set<NodeName> held = ConcurrentHashMap.newKeySet();
  private final Semaphore gate = new Semaphore(0);
  private final List<Work> looked = new CopyOnWriteArrayList<>();
  private int runs;

  public SimulatedNodes(Clock clock) {
    this.clock = clock;
  }

  /** Makes all machines as the fleet wants them. */
  public void converge(Fleet fleet) {
    fleet.nodes().values().forEach(this::converge);
  }

  public void converge(FleetNode node) {
    Map<ResourceId, Observation> machine = machine(node.name());
    for (Resource<?> resource : node.catalog().resources()) {
      machine.put(resource.id(), wanted(resource));
      applied
          .computeIfAbsent(node.name(), n -> new HashMap<>())
          .put(resource.id(), resource.fingerprint());
    }
  }

  private static <S> Observation wanted(Resource<S> resource) {
    return switch (resource.type().expected(resource.spec())) {
      case Expectation.Exists exists -> Observation.present(exists.state());
      case Expectation.Gone gone -> Observation.ABSENT;
    };
  }

  private Map<ResourceId, Observation> machine(NodeName node) {
    return machines.computeIfAbsent(node, n -> new ConcurrentHashMap<>());
  }

  /** Somebody changes a machine by hand. */
  public void change(String node, String resource, Observation to) {
    machine(new NodeName(node)).put(ResourceId.parse(resource), to);
  }

  public void away(String node) {
    away.add(new NodeName(node));
  }

  public void back(String node) {
    away.remove(new NodeName(node));
  }

  /** Whoever looks at the node waits until it is let go. */
  public void hold(String node) {
    held.add(new NodeName(node));
  }

  public void letGo() {
    held.clear();
    gate.release(1_000);
  }

  /** Every look that was begun. */
  public List<Work> looked() {
    return looked;
  }

  /** Looks and plans, as the hub does. */
  public Pass look(Work work) {
    looked.add(work);
    if (held.contains(work.node())) {
      gate.acquireUninterruptibly();
    }
    if (away.contains(work.node())) {
      return pass(work, new Outcome.Deferred("the node is away"), Optional.empty());
    }
    Drift drift = drift(work);
    return pass(work, new Outcome.Skipped("preview only"), Optional.of(drift));
  }

  public Drift drift(Work work) {
    Map<ResourceId, Observation> seen = new HashMap<>(machine(work.node()));
    work.catalog().resources().forEach(r -> seen.putIfAbsent(r.id(), Observation.ABSENT));
    Snapshot snapshot = new Snapshot(work.node(), clock.instant(), Facts.UNKNOWN, seen);
    return DriftDetector.detect(
        work.catalog(),
        snapshot,
        LastApplied.at(work.catalog().revision(), applied.getOrDefault(work.node(), Map.of())));
  }

  /** A pass of the loop that ended so. */
  public Pass pass(Work work, Outcome outcome, Optional<Drift> drift) {
    return pass(work, outcome, drift, Optional.empty());
  }

  public synchronized Pass pass(
      Work work, Outcome outcome, Optional<Drift> drift, Optional<Verdict> verdict) {
    Optional<Plan> plan = drift.map(Planner::plan);
    return new Pass(
        new RunId("20260306-140200-" + ++runs),
        work.node(),
        work.catalog().revision(),
        work.trigger(),
        clock.instant(),
        Duration.ofMillis(1_200),
        outcome,
        drift,
        plan,
        List.of(),
        drift,
        verdict);
  }

  public Set<NodeName> names() {
    return new HashSet<>(machines.keySet());
  }
}
