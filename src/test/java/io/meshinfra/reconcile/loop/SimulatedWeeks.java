package io.meshinfra.reconcile.loop;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.journal.Event;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.Target;
import io.meshinfra.reconcile.FleetOf;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.status.HubEvents;
import io.meshinfra.reconcile.status.NodeStatus;
import io.meshinfra.reconcile.status.StatusBoard;
import io.meshinfra.resource.Catalog;
import io.meshinfra.support.MemoryJournal;
import io.meshinfra.support.MovingClock;
import io.meshinfra.transport.Knock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hub's loop with its real journal, whose clock a test moves, over machines that come and go as
 * the test says. Everything else is what the hub has: loop, pace, roll call, rules.
 */
final class SimulatedWeeks implements AutoCloseable {
  private static final Duration STEP = Duration.ofSeconds(5);

  private final AtomicLong nanos = new AtomicLong();
  private final MovingClock clock;
  private final MemoryJournal memory;
  private final TreeMap<Instant, List<Runnable>> script = new TreeMap<>();
  private final Map<NodeName, Obstacle> obstacles = new ConcurrentHashMap<>();
  private final Map<NodeName, Revision> converged = new ConcurrentHashMap<>();
  private final List<String> runs = Collections.synchronizedList(new ArrayList<>());
  private final List<String> passes = Collections.synchronizedList(new ArrayList<>());
  private volatile Instant now;
  private volatile Fleet fleet;
  private StatusBoard board;
  private RollCall roll;
  private Loop loop;

  SimulatedWeeks(Instant begin, Fleet fleet) {
    this.now = begin;
    this.fleet = fleet;
    this.clock = new MovingClock(() -> now);
    this.memory = new MemoryJournal(clock);
    fleet.nodes().values().forEach(node -> converged.put(node.name(), fleet.revision()));
    startHub();
  }

  /** A hub that knows nothing but its journal. */
  void startHub() {
    HubEvents events = new HubEvents(memory.journal(), clock);
    roll = new RollCall(memory.journal().attendance(), events::ofNode, clock);
    board = new StatusBoard();
    loop =
        new Loop(
            this::pass,
            board,
            new PassListener.Silent(),
            new Pace(new Random(1), Duration.ofSeconds(15)),
            new Loop.Times(clock, new Ticker(nanos::get)),
            new Places(10, 5),
            new Watch(roll, this::knock, new PathWatch(node -> List.of(), events::ofNode)),
            node -> Optional.empty(),
            node -> {});
    loop.resume();
    loop.follow(fleet, "start");
  }

  void stopHub() {
    loop.awaitEnd(Duration.ofSeconds(10));
  }

  /** The node says that it is back. */
  void hello(String node) {
    loop.hear(new NodeName(node), "hello");
  }

  /** The same nodes at another commit. */
  void push(Revision revision) {
    List<FleetNode> nodes = fleet.nodes().values().stream().map(n -> at(n, revision)).toList();
    fleet = new Fleet(fleet.name(), revision, nodes, fleet.profiles());
    loop.follow(fleet, "push");
  }

  private static FleetNode at(FleetNode node, Revision revision) {
    Catalog old = node.catalog();
    return new FleetNode(
        node.name(),
        node.labels(),
        node.presence(),
        node.target(),
        node.interval(),
        node.mode(),
        node.hostname(),
        new Catalog(old.node(), revision, old.mode(), old.resources(), old.dependencies()));
  }

  /** What the world does at that time. */
  void at(String time, Runnable what) {
    script.computeIfAbsent(Instant.parse(time), key -> new ArrayList<>()).add(what);
  }

  void goes(String from, String to, String node, Obstacle obstacle) {
    at(from, () -> obstacles.put(new NodeName(node), obstacle));
    at(to, () -> obstacles.remove(new NodeName(node)));
  }

  /** Lets the time go on, in small steps; each waits until the hub has nothing more to do. */
  void runUntil(String end) {
    Instant last = Instant.parse(end);
    while (now.isBefore(last)) {
      now = now.plus(STEP);
      nanos.addAndGet(STEP.toNanos());
      while (!script.isEmpty() && !script.firstKey().isAfter(now)) {
        script.pollFirstEntry().getValue().forEach(Runnable::run);
      }
      loop.startDue();
      while (loop.active() > 0) {
        Thread.onSpinWait();
      }
    }
  }

  private Knock knock(Target target) {
    Obstacle obstacle = obstacles.get(target.node());
    // Who has another host key, or refuses logins, answers a knock.
    return obstacle == null || new NoWayIn(closed(obstacle)).cause().isBarred()
        ? new Knock.Answered(target.access().getFirst())
        : new Knock.Unanswered(new NoWayIn(closed(obstacle)));
  }

  private static List<NoWayIn.ClosedPath> closed(Obstacle obstacle) {
    return List.of(new NoWayIn.ClosedPath(obstacle, "tailscale: " + obstacle));
  }

  private Pass pass(Work work, PassListener listener) {
    passes.add(now + " " + work.node());
    Obstacle obstacle = obstacles.get(work.node());
    if (obstacle != null) {
      return FleetOf.without(work, new NoWayIn(closed(obstacle)));
    }
    Revision revision = work.catalog().revision();
    if (revision.equals(converged.put(work.node(), revision))) {
      return FleetOf.pass(work, new Outcome.InSync());
    }
    runs.add(work.node() + " " + revision.id().substring(0, 4));
    return FleetOf.pass(work, new Outcome.Converged());
  }

  RollCall roll() {
    return roll;
  }

  NodeStatus status(String node) {
    return board.of(new NodeName(node)).orElseThrow();
  }

  /** Passes that changed a node, in their order: its name and the beginning of the revision. */
  List<String> runs() {
    return List.copyOf(runs);
  }

  /** How many passes were made over a node, whatever came of them. */
  long passes(String node) {
    return passes.stream().filter(pass -> pass.endsWith(" " + node)).count();
  }

  /** Events of these types, the oldest first: minute, type and node. */
  List<String> told(String... types) {
    return memory.journal().events().after(0, 10_000).stream()
        .map(Event.Numbered::event)
        .filter(event -> List.of(types).contains(event.type()))
        .map(event ->
            "%s %s %s"
                .formatted(
                    event.at().toString().substring(0, 16),
                    event.type(),
                    event.node().orElseThrow()))
        .toList();
  }

  /** How often each type was told of a node. */
  Map<String, Integer> counts(String node) {
    Map<String, Integer> counts = new HashMap<>();
    memory.journal().events().after(0, 10_000).stream()
        .map(Event.Numbered::event)
        .filter(event -> event.node().map(n -> n.value().equals(node)).orElse(false))
        .forEach(event -> counts.merge(event.type(), 1, Integer::sum));
    return counts;
  }

  @Override
  public void close() {
    stopHub();
    memory.close();
  }
}
