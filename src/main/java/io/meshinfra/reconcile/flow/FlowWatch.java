package io.meshinfra.reconcile.flow;

import io.meshinfra.desired.Fleet;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.flow.Flow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Tests the mesh now and then, where there is a network intent, and tells what is not as the intent
 * has it when two tests in a row have seen it: a node may have been busy during one. What was told
 * is told again after a restart of the hub, when it is still so.
 */
public final class FlowWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FlowWatch.class);

  /** A fleet that has changed is looked at within that time. */
  private static final Duration TICK = Duration.ofSeconds(10);

  /** Nodes that try at a time. */
  private static final int PARALLEL = 8;

  /** Nodes that try in one test; the others are next, so a large fleet takes several tests. */
  static final int MOST_SOURCES = 64;

  private final Surroundings surroundings;
  private final Tester tester;
  private final Clock clock;
  private final FlowBook book;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads =
      Executors.newFixedThreadPool(PARALLEL, Thread.ofVirtual().name("flow-test-", 0).factory());
  private volatile Optional<LastTest> last = Optional.empty();
  private Optional<Fleet> followed = Optional.empty();
  private Optional<NodeName> lastSource = Optional.empty();

  /**
   * What the watch asks before it begins anything.
   *
   * @param network of a fleet; empty when there is no intent
   */
  public record Surroundings(
      Supplier<Optional<Fleet>> fleet,
      Function<Fleet, Optional<PlannedNetwork>> network,
      Predicate<NodeName> isThere,
      BooleanSupplier inCharge) {}

  /** Has nodes try; {@link FlowTrials} does. */
  public interface Tester {
    FlowReport test(PlannedNetwork network, Fleet fleet, FlowTrials.Wish wish, Executor executor);

    /** All flows that would be tried if all nodes were there. */
    Set<Flow> wanted(PlannedNetwork network, Fleet fleet);
  }

  /** Where changes are told. */
  public interface Telling {
    void tell(String type, NodeName node, String message);
  }

  /**
   * One test, and what it cost.
   *
   * @param at when it had ended
   */
  public record LastTest(FlowReport report, Instant at, Duration took) {}

  public FlowWatch(Surroundings surroundings, Tester tester, Telling telling, Clock clock) {
    this.surroundings = surroundings;
    this.tester = tester;
    this.clock = clock;
    this.book = new FlowBook(telling, clock);
  }

  /** Tests in that rhythm until it is closed. */
  public void start(TestRhythm rhythm) {
    rhythm
        .interval()
        .ifPresent(every -> Thread.ofVirtual().name("flow-watch").start(() -> goOn(rhythm, every)));
  }

  private void goOn(TestRhythm rhythm, Duration every) {
    long due = System.nanoTime() + rhythm.first(every).toNanos();
    try {
      while (!closed.await(
          Math.clamp(due - System.nanoTime(), 1, TICK.toNanos()), TimeUnit.NANOSECONDS)) {
        try {
          follow();
          if (System.nanoTime() - due >= 0) {
            due = System.nanoTime() + rhythm.next(every).toNanos();
            test();
          }
        } catch (RuntimeException e) {
          LOG.error("the mesh could not be tested; the next test follows", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Drops what a new fleet does not have tried any more. */
  @SuppressWarnings("ReferenceEquality") // the same object is in force until another comes
  void follow() {
    Optional<Fleet> fleet = surroundings.fleet().get();
    if (fleet.isEmpty() || followed.filter(known -> known == fleet.get()).isPresent()) {
      return;
    }
    followed = fleet;
    if (!book.isEmpty()) {
      book.keepOnly(
          surroundings
              .network()
              .apply(fleet.get())
              .map(network -> tester.wanted(network, fleet.get()))
              .orElse(Set.of()));
    }
  }

  /** One test, by nodes that are there and by this machine. */
  void test() {
    follow();
    Optional<Fleet> fleet = surroundings.fleet().get();
    if (fleet.isEmpty() || !surroundings.inCharge().getAsBoolean()) {
      return;
    }
    Optional<PlannedNetwork> network = fleet.flatMap(surroundings.network());
    if (network.isEmpty()) {
      last = Optional.empty();
      return;
    }
    List<NodeName> sources =
        nextOf(
            fleet.get().nodes().keySet().stream()
                .filter(node -> network.get().intent().node(node).isPresent())
                .filter(surroundings.isThere())
                .toList());
    long begun = System.nanoTime();
    FlowReport report =
        tester.test(
            network.get(), fleet.get(), new FlowTrials.Wish(sources, FlowScope.ALL, true), threads);
    note(report, Duration.ofNanos(System.nanoTime() - begun));
  }

  /** Those that follow the last one of the test before, by name. */
  private List<NodeName> nextOf(List<NodeName> there) {
    if (there.size() <= MOST_SOURCES) {
      return there;
    }
    List<NodeName> inOrder = new ArrayList<>(there.stream().filter(this::isAfterLast).toList());
    there.stream().filter(node -> !isAfterLast(node)).forEach(inOrder::add);
    List<NodeName> next = inOrder.subList(0, MOST_SOURCES);
    lastSource = Optional.of(next.getLast());
    return next;
  }

  private boolean isAfterLast(NodeName node) {
    return lastSource.map(known -> node.compareTo(known) > 0).orElse(true);
  }

  private void note(FlowReport report, Duration took) {
    if (closed.getCount() == 0) {
      return; // a hub that stops has seen nothing
    }
    last = Optional.of(new LastTest(report, clock.instant(), took));
    LOG.debugf(
        "the mesh was tested flows=%d by=%d took=%s",
        report.findings().size(), report.tools().size(), took);
    book.note(report);
  }

  /** The last test since the hub was started. */
  public Optional<LastTest> last() {
    return last;
  }

  /** What was told of flows to a node, by flow. */
  public Map<String, FlowBook.Seen> told(NodeName to) {
    return book.told(to);
  }

  /** Forbidden flows to a node that work, as far as they were told. */
  public List<FlowFinding> leaks(NodeName to) {
    return book.leaks(to);
  }

  /** Why a node is not well, for people; empty when nothing leaks there. */
  public Optional<String> leakReason(NodeName to) {
    return book.leakReason(to);
  }

  @Override
  public void close() {
    closed.countDown();
    threads.shutdown();
  }
}
