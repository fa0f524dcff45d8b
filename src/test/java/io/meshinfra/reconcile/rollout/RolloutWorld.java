package io.meshinfra.reconcile.rollout;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.HealthCheck;
import io.meshinfra.desired.Loading;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.RunStart;
import io.meshinfra.model.Facts;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.model.Target;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.probe.HealthProbe;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.rollout.Condition;
import io.meshinfra.support.JournalTables;
import io.meshinfra.support.MemoryTree;
import io.meshinfra.support.MovingClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.h2.jdbcx.JdbcConnectionPool;

/** A journal and a fleet whose nodes do what the test says. */
final class RolloutWorld implements Outside, AutoCloseable {
  final Map<NodeName, Condition> conditions = new ConcurrentHashMap<>();
  final List<String> woken = new CopyOnWriteArrayList<>();
  final List<String> told = new CopyOnWriteArrayList<>();
  final List<String> begun = new CopyOnWriteArrayList<>();
  volatile boolean asksWithoutChecks;
  final List<String> putBack = new CopyOnWriteArrayList<>();
  final Map<NodeName, HealthProbe.Result> health = new ConcurrentHashMap<>();
  private final Map<Revision, Fleet> fleets = new HashMap<>();
  private final JdbcConnectionPool database;
  private final MovingClock clock = new MovingClock(this::now);
  final Journal journal;
  volatile Instant now = Instant.parse("2026-03-02T12:00:00Z");
  Rollouts rollouts;
  private int runs;

  RolloutWorld(Path folder) {
    database = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("journal"), "", "");
    JournalTables.copyInto(database);
    journal = new Journal(database, clock);
    restart();
  }

  private Instant now() {
    return now;
  }

  /** The hub is killed and comes back, with nothing but its journal. */
  void restart() {
    rollouts = new Rollouts(journal, this, clock);
  }

  static Revision revision(int number) {
    return new Revision(String.valueOf(number).repeat(40));
  }

  /** A revision comes into force, with that text in a file of nodes a, b and c. */
  Fleet push(int number, String text, String more) {
    MemoryTree tree = new MemoryTree();
    for (String node : List.of("a", "b", "c")) {
      tree.with(
          node + ".yaml",
          """
          apiVersion: mesh-infra/v1
          kind: Node
          metadata: {name: %s}
          spec:
            access: [{local: true}]
            resources:
              - file: {path: /etc/one, content: "%s"}
          """
              .formatted(node, text));
      conditions.putIfAbsent(new NodeName(node), Condition.WELL);
    }
    tree.with("more.yaml", more);
    Fleet fleet =
        switch (new Catalogs(ResourceTypes.installed()).load(tree.at(revision(number)), "")) {
          case Loading.Loaded loaded -> loaded.fleet();
          case Loading.Invalid invalid -> throw new IllegalStateException(invalid.report());
        };
    fleets.put(fleet.revision(), fleet);
    rollouts.follow(fleet);
    return fleet;
  }

  Work work(Fleet fleet, String node) {
    FleetNode found = fleet.node(new NodeName(node)).orElseThrow();
    return new Work(found.target(), found.catalog(), "push", false);
  }

  /** What a node would do about its file. */
  Plan plan(Catalog catalog, Origin origin) {
    Change change = new Change.Delete(io.meshinfra.model.State.EMPTY);
    ResourceChange of = new ResourceChange(catalog.resources().getFirst(), change, origin);
    Step step = new Step(1, List.of(of), List.of(), Set.of(), Map.of(), "a test");
    return new Plan(
        catalog.node(), catalog.revision(), now, List.of(step), List.of(), "0123456789abcdef");
  }

  /** A run of what git wants begins; its id. */
  RunId begin(Fleet fleet, String node) {
    NodeName name = new NodeName(node);
    RunId run = new RunId("20260302t120000-test-" + ++runs);
    journal.runs().begin(new RunStart(run, name, fleet.revision(), "push", now));
    journal.runs().planned(run, "0123456789abcdef", 1, "plan");
    rollouts.begun(run, plan(fleet.node(name).orElseThrow().catalog(), Origin.INTENTIONAL));
    journal.runs().handedOver(run);
    return run;
  }

  /** The run ends, and its pass. */
  void end(Fleet fleet, String node, RunId run, Outcome outcome) {
    journal.runs().end(run, outcome.word(), outcome.detail(), now);
    rollouts.ended(pass(work(fleet, node), run, outcome));
  }

  /** A pass ends in which nothing was begun. */
  void look(Work work, Outcome outcome) {
    rollouts.ended(pass(work, new RunId("20260302t120000-look-" + ++runs), outcome));
  }

  private Pass pass(Work work, RunId run, Outcome outcome) {
    Drift seen = new Drift(work.catalog(), Facts.UNKNOWN, now, List.of());
    return new Pass(
        run,
        work.node(),
        work.catalog().revision(),
        work.trigger(),
        now,
        Duration.ZERO,
        outcome,
        Optional.of(seen),
        Optional.empty(),
        new ArrayList<>(),
        Optional.of(seen),
        Optional.empty());
  }

  String standing(String rollout, String node) {
    return rollouts.desk().one(rollout).nodes().stream()
        .filter(on -> on.node().value().equals(node))
        .findFirst()
        .orElseThrow()
        .standing();
  }

  @Override
  public Map<NodeName, Condition> conditions() {
    return conditions;
  }

  @Override
  public void wake(List<NodeName> nodes, boolean insist) {
    nodes.forEach(node -> woken.add(node.value()));
  }

  @Override
  public Optional<Catalog> catalog(NodeName node, Revision revision) {
    return Optional.ofNullable(fleets.get(revision))
        .flatMap(fleet -> fleet.node(node))
        .map(FleetNode::catalog);
  }

  @Override
  public boolean asksWithoutChecks() {
    return asksWithoutChecks;
  }

  @Override
  public void begins(NodeName node) {
    begun.add(node.value());
  }

  @Override
  public HealthProbe.Result health(Target target, List<HealthCheck> checks) {
    return health.getOrDefault(target.node(), new HealthProbe.Result.Healthy());
  }

  @Override
  public String putBack(NodeName node, Set<Revision> revisions, String by, String why) {
    putBack.add(node + " " + by);
    return "undoes";
  }

  @Override
  public void tell(String type, Optional<NodeName> node, String message) {
    told.add(type + " " + node.map(NodeName::value).orElse("-") + " " + message);
  }

  @Override
  public void close() {
    database.dispose();
  }
}
