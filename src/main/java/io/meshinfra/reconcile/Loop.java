package io.meshinfra.reconcile;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.journal.Suspension;
import io.meshinfra.model.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Makes passes over all nodes for ever: each on its own interval, on a virtual thread of its own,
 * never two over the same node at once.
 */
final class Loop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Loop.class);

  /** Over how long the first passes after a start of the hub are spread, for a large fleet. */
  private static final Duration SPREAD_PER_NODE = Duration.ofMillis(5);

  private final Reconciliation reconciliation;
  private final StatusBoard board;
  private final PassListener listener;
  private final Pace pace;
  private final Clock clock;
  private final int parallel;
  private final Semaphore places;
  private final Function<NodeName, Optional<Suspension>> suspensions;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<NodeName, Slot> slots = new ConcurrentHashMap<>();
  private volatile Optional<Fleet> fleet = Optional.empty();

  Loop(
      Reconciliation reconciliation,
      StatusBoard board,
      PassListener listener,
      Pace pace,
      Clock clock,
      int parallel,
      Function<NodeName, Optional<Suspension>> suspensions) {
    this.reconciliation = reconciliation;
    this.board = board;
    this.listener = listener;
    this.pace = pace;
    this.clock = clock;
    this.parallel = parallel;
    this.places = new Semaphore(parallel);
    this.suspensions = suspensions;
  }

  /** Takes over a new fleet: every node of it is due at once. */
  void follow(Fleet next, String trigger) {
    boolean first = fleet.isEmpty();
    Instant now = clock.instant();
    fleet = Optional.of(next);
    board.follow(next.nodes().values());
    slots
        .keySet()
        .removeIf(
            name -> {
              boolean left = next.node(name).isEmpty();
              if (left) {
                slots.get(name).cancel();
              }
              return left;
            });
    Duration spread = first ? SPREAD_PER_NODE.multipliedBy(next.nodes().size()) : Duration.ZERO;
    for (FleetNode node : next.nodes().values()) {
      Instant due = now.plus(pace.first(spread));
      slots.computeIfAbsent(node.name(), name -> new Slot(due, trigger)).ask(due, trigger, false);
    }
    startDue();
  }

  /** Begins the passes that are due; called every second, and whenever something asks for one. */
  void startDue() {
    Instant now = clock.instant();
    fleet.ifPresent(
        current ->
            current
                .nodes()
                .values()
                .forEach(
                    node ->
                        Optional.ofNullable(slots.get(node.name()))
                            .flatMap(slot -> slot.beginIfDue(now))
                            .ifPresent(begun -> start(node, begun))));
  }

  private void start(FleetNode node, Slot.Begun begun) {
    try {
      threads.execute(() -> pass(node, begun));
    } catch (RejectedExecutionException e) {
      LOG.debug("the loop is closed", e);
    }
  }

  private void pass(FleetNode node, Slot.Begun begun) {
    Optional<Pass> pass = Optional.empty();
    try {
      pass = suspensions.apply(node.name()).isPresent() ? suspended(node) : made(node, begun);
    } catch (RuntimeException e) {
      LOG.errorf(e, "a pass failed node=%s", node.name());
      board.update(node.name(), s -> s.with(s.sync(), Health.DEGRADED, "the hub itself failed: " + e));
    } finally {
      ended(node, begun, pass);
    }
  }

  private Optional<Pass> suspended(FleetNode node) {
    board.suspended(node.name(), suspensions.apply(node.name()));
    return Optional.empty();
  }

  private Optional<Pass> made(FleetNode node, Slot.Begun begun) {
    board.update(node.name(), StatusRules::begun);
    places.acquireUninterruptibly();
    try {
      Work work =
          new Work(node.target(), node.catalog(), begun.trigger(), begun.insist());
      Pass pass = reconciliation.reconcile(work, listener);
      boolean expected = node.presence().expectedAt(clock.instant());
      board.update(node.name(), status -> StatusRules.after(status, pass, expected));
      return Optional.of(pass);
    } finally {
      places.release();
    }
  }

  private void ended(FleetNode node, Slot.Begun begun, Optional<Pass> pass) {
    Slot slot = slots.get(node.name());
    if (slot != null) {
      Outcome outcome =
          pass.map(Pass::outcome).orElseGet(() -> new Outcome.Failed("no pass was made"));
      boolean failed = outcome instanceof Outcome.Failed || outcome instanceof Outcome.Deferred;
      Duration wait = pace.next(node.interval(), outcome, slot.countFailures(failed));
      Instant due = slot.end(outcome, clock.instant().plus(wait));
      board.update(node.name(), status -> status.nextPassAt(Optional.of(due)));
    }
    begun
        .waiting()
        .forEach(
            end ->
                pass.ifPresentOrElse(
                    end::complete,
                    () -> end.completeExceptionally(new IllegalStateException("no pass was made"))));
    startDue();
  }

  /** Asks for passes now; the futures end with them. */
  Map<NodeName, CompletableFuture<Pass>> ask(
      List<NodeName> nodes, String trigger, boolean insist) {
    Instant now = clock.instant();
    Map<NodeName, CompletableFuture<Pass>> ends = new LinkedHashMap<>();
    for (NodeName node : nodes) {
      Slot slot = slots.get(node);
      if (slot != null) {
        ends.computeIfAbsent(node, name -> slot.askAndWait(now, trigger, insist));
      }
    }
    startDue();
    return ends;
  }

  /** How many nodes are being worked on just now. */
  int active() {
    return parallel - places.availablePermits();
  }

  Optional<Fleet> fleet() {
    return fleet;
  }

  /** Passes that are being made end as if the hub were killed: they are found again later. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("some passes did not end in time; they are found again at the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
