package io.meshinfra.reconcile.loop;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.journal.Suspension;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Passes;
import io.meshinfra.reconcile.pass.StayedAway;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.presence.Attendance;
import io.meshinfra.reconcile.status.StatusBoard;
import io.meshinfra.reconcile.status.StatusRules;
import io.meshinfra.transport.Knock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Makes passes over all nodes for ever: each on its own interval, on a virtual thread of its own,
 * never two over the same node at once.
 */
public final class Loop {
  private static final Logger LOG = Logger.getLogger(Loop.class);

  /** Over how long the first passes after a start of the hub are spread, for a large fleet. */
  private static final Duration SPREAD_PER_NODE = Duration.ofMillis(5);

  /** For a node that has left, whose next pass is never made. */
  private static final Duration WITHOUT_NODE = Duration.ofMinutes(1);

  private static final Duration BETWEEN_HELLOS = Duration.ofMillis(20);
  private static final String STOPS = "the hub stops";

  private final Passes passes;
  private final StatusBoard board;
  private final PassListener listener;
  private final Pace pace;
  private final Times times;
  private final Places places;
  private final Watch watch;
  private final Function<NodeName, Optional<Suspension>> suspensions;
  private final Slots slots;
  private final Turnstile hellos = new Turnstile(BETWEEN_HELLOS);
  private final AtomicInteger active = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Optional<Fleet> fleet = Optional.empty();
  private volatile boolean held;

  /**
   * @param forget gives up what is kept for a node that has left the fleet
   */
  public Loop(
      Passes passes,
      StatusBoard board,
      PassListener listener,
      Pace pace,
      Times times,
      Places places,
      Watch watch,
      Function<NodeName, Optional<Suspension>> suspensions,
      Consumer<NodeName> forget) {
    this.passes = passes;
    this.board = board;
    this.listener = listener;
    this.pace = pace;
    this.times = times;
    this.places = places;
    this.watch = watch;
    this.suspensions = suspensions;
    this.slots = new Slots(forget, watch.roll()::isAbsent);
  }

  /** The time of day for people, the ticker for what is due. */
  public record Times(Clock clock, Ticker ticker) {}

  /** Takes up who was away before the hub was stopped; before the first fleet. */
  public void resume() {
    watch.roll().resume();
  }

  /** Takes over a new fleet: every node of it is due at once. The last call is what counts. */
  public synchronized void follow(Fleet next, String trigger) {
    boolean first = fleet.isEmpty();
    Duration now = now();
    // First, because whoever begins a pass from here on must find the new catalog.
    fleet = Optional.of(next);
    board.follow(next.nodes().values());
    Duration spread = first ? SPREAD_PER_NODE.multipliedBy(next.nodes().size()) : Duration.ZERO;
    slots.follow(next.nodes().keySet(), () -> now.plus(pace.first(spread)), trigger);
    startDue();
  }

  /** Begins the passes that are due; called every second, and whenever something asks for one. */
  public void startDue() {
    if (held) {
      return;
    }
    slots.beginDue(now(), this::start);
  }

  private void start(Slot slot, Slot.Begun begun) {
    active.incrementAndGet();
    try {
      threads.execute(() -> pass(slot, begun));
    } catch (RejectedExecutionException e) {
      active.decrementAndGet();
      LOG.debug("the loop is closed", e);
      begun.waiting().forEach(end -> end.cancel(false));
    }
  }

  private void pass(Slot slot, Slot.Begun begun) {
    Ended ended = new Ended.NotMade("the pass was not made");
    try {
      ended = begun.mayKnock() ? comesBack(slot.node(), begun) : inPlace(slot.node(), begun);
    } catch (RuntimeException e) {
      LOG.errorf(e, "a pass failed node=%s", slot.node());
      board.failed(slot.node(), e);
      ended = new Ended.Broke(e);
    } finally {
      try {
        ended(slot, begun, ended);
      } finally {
        active.decrementAndGet();
      }
    }
  }

  private Ended inPlace(NodeName name, Slot.Begun begun) {
    return places.make(begun.wasAway(), () -> pass(name, begun));
  }

  /** A node that was away gets a pass, and a place for it, only when somebody answers there. */
  private Ended comesBack(NodeName name, Slot.Begun begun) {
    board.update(name, status -> status.nextPassAt(Optional.empty()));
    Optional<FleetNode> node = node(name);
    return hindrance(name, node)
        .or(() -> node.flatMap(there -> staysAway(there, begun)))
        .orElseGet(() -> places.makeReturning(() -> pass(name, begun)));
  }

  private Optional<Ended> staysAway(FleetNode node, Slot.Begun begun) {
    return switch (watch.knock().apply(node.target())) {
      case Knock.Answered answered -> Optional.empty();
      case Knock.Unanswered nobody when held -> Optional.of(new Ended.NotMade(STOPS));
      case Knock.Unanswered nobody -> {
        Attendance attendance = watch.roll().missed(node, nobody.why());
        board.update(node.name(), status -> StatusRules.stayedAway(status, attendance));
        if (begun.isAsked()) {
          listener.stayedAway(new StayedAway(node.name(), node.catalog().revision()));
        }
        yield Optional.of(new Ended.StayedAway(attendance));
      }
    };
  }

  /** What is in force is read here, after all waiting: a pass never rolls out anything older. */
  private Ended pass(NodeName name, Slot.Begun begun) {
    Optional<FleetNode> node = node(name);
    return hindrance(name, node).orElseGet(() -> made(node.orElseThrow(), begun));
  }

  /** Why no pass is made now. */
  private Optional<Ended> hindrance(NodeName name, Optional<FleetNode> node) {
    if (node.isEmpty()) {
      return Optional.of(new Ended.NotMade(name + " left the fleet"));
    }
    if (held) {
      return Optional.of(new Ended.NotMade(STOPS));
    }
    Optional<Suspension> suspension = suspensions.apply(name);
    board.suspended(name, suspension);
    return suspension.map(Ended.Suspended::new);
  }

  private Optional<FleetNode> node(NodeName name) {
    return fleet.flatMap(inForce -> inForce.node(name));
  }

  private Ended made(FleetNode node, Slot.Begun begun) {
    board.update(node.name(), StatusRules::begun);
    Work work = new Work(node.target(), node.catalog(), begun.trigger(), begun.insist());
    Pass pass = passes.reconcile(work, listener);
    if (pass.noWayIn().isEmpty()) {
      watch.paths().look(node.name());
    }
    // What a hub that stops has not seen says nothing of the node.
    Attendance attendance = held ? Attendance.PRESENT : watch.roll().after(node, pass);
    board.update(node.name(), status -> StatusRules.after(status, pass, attendance));
    board.suspended(node.name(), suspensions.apply(node.name()));
    return new Ended.Made(pass);
  }

  private void ended(Slot slot, Slot.Begun begun, Ended ended) {
    Instant today = times.clock().instant();
    Optional<Duration> longest =
        node(slot.node()).filter(node -> ended.hasTried()).flatMap(watch.roll()::longestWait);
    Next next = Next.after(ended, slot, pace, interval(slot.node()), today).within(longest);
    Duration now = now();
    Duration wait = slot.end(now.plus(next.pause())).minus(now);
    Optional<Instant> at = Optional.of(today.plus(wait)).filter(when -> next.shown());
    board.update(slot.node(), status -> status.nextPassAt(at));
    begun.waiting().forEach(ended::tell);
    slots.removeIfOver(slot);
    startDue();
  }

  private Duration interval(NodeName name) {
    return node(name).map(FleetNode::interval).orElse(WITHOUT_NODE);
  }

  /** Asks for passes now; the futures end with them. */
  public Map<NodeName, CompletableFuture<Pass>> ask(
      List<NodeName> nodes, String trigger, boolean insist) {
    Map<NodeName, CompletableFuture<Pass>> ends = slots.ask(nodes, now(), trigger, insist);
    startDue();
    return ends;
  }

  /**
   * Somebody says that the node is back: it is tried soon, if it was away. Many who say so at once
   * are tried one after the other.
   *
   * @return whether that changes anything
   */
  public boolean hear(NodeName node, String trigger) {
    boolean news = slots.wasAway(node) && slots.hear(node, hellos.pass(now()), trigger);
    startDue();
    return news;
  }

  /** How many nodes are being worked on just now, those that wait for a place included. */
  public int active() {
    return active.get();
  }

  /** Whether the node did not answer the last time. */
  public boolean wasAway(NodeName node) {
    return slots.wasAway(node);
  }

  private Duration now() {
    return times.ticker().now();
  }

  /** Begins no pass any more, until it is let go; those that are being made go on. */
  public void hold() {
    held = true;
  }

  public void letGo() {
    held = false;
    startDue();
  }

  /** Begins no pass any more, for good; whoever waits for one that has not begun gets none. */
  public void stop() {
    hold();
    threads.shutdown();
    slots.cancelWaiting();
  }

  /**
   * Waits for the passes that are being made. What is still going on after that is interrupted: it
   * ends as if the hub were killed, and is found again at the next start.
   */
  public void awaitEnd(Duration longest) {
    stop();
    try {
      if (!threads.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("some passes did not end in time; they are found again at the next start");
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
