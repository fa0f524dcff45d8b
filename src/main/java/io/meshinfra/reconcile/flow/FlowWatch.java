package io.meshinfra.reconcile.flow;

import io.meshinfra.desired.Fleet;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.flow.Flow;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Tests the mesh now and then, if so configured, and tells what is not as the intent has it when
 * two tests in a row have seen it: a node may have been busy during one. What was told is told
 * again after a restart of the hub, when it is still so.
 */
public final class FlowWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FlowWatch.class);
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /** Nodes that try at a time. */
  private static final int PARALLEL = 8;

  private final Surroundings surroundings;
  private final Tester tester;
  private final Telling telling;
  private final Clock clock;
  private final Map<Flow, Seen> seen = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads =
      Executors.newFixedThreadPool(PARALLEL, Thread.ofVirtual().name("flow-test-", 0).factory());
  private volatile Optional<FlowReport> last = Optional.empty();

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
    FlowReport test(PlannedNetwork network, Fleet fleet, List<NodeName> sources, Executor executor);
  }

  /** Where changes are told. */
  public interface Telling {
    void tell(String type, NodeName node, String message);
  }

  /**
   * A flow that is not as it shall be.
   *
   * @param since when it was first seen so
   * @param tests in a row that have seen it
   */
  public record Seen(FlowFinding finding, Instant since, int tests) {
    boolean isTold() {
      return tests > 1;
    }
  }

  public FlowWatch(Surroundings surroundings, Tester tester, Telling telling, Clock clock) {
    this.surroundings = surroundings;
    this.tester = tester;
    this.telling = telling;
    this.clock = clock;
  }

  /** Tests on that interval until it is closed; never, when there is none. */
  public void start(Optional<Duration> interval) {
    interval
        .map(every -> every.compareTo(SHORTEST) < 0 ? SHORTEST : every)
        .ifPresent(every -> Thread.ofVirtual().name("flow-watch").start(() -> goOn(every)));
  }

  private void goOn(Duration interval) {
    try {
      while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          test();
        } catch (RuntimeException e) {
          LOG.error("the mesh could not be tested; the next test follows", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One test, by all nodes that are there. */
  void test() {
    Optional<Fleet> fleet = surroundings.fleet().get();
    if (fleet.isEmpty() || !surroundings.inCharge().getAsBoolean()) {
      return;
    }
    Optional<PlannedNetwork> network = fleet.flatMap(surroundings.network());
    if (network.isEmpty()) {
      seen.clear();
      last = Optional.empty();
      return;
    }
    List<NodeName> sources =
        fleet.get().nodes().keySet().stream()
            .filter(node -> network.get().intent().node(node).isPresent())
            .filter(surroundings.isThere())
            .toList();
    note(tester.test(network.get(), fleet.get(), sources, threads));
  }

  private void note(FlowReport report) {
    if (closed.getCount() == 0) {
      return; // a hub that stops has seen nothing
    }
    last = Optional.of(report);
    Map<Flow, FlowFinding> differing =
        report.findings().stream()
            .filter(finding -> finding.verdict().differs())
            .collect(Collectors.toMap(FlowFinding::flow, Function.identity(), (one, two) -> one));
    for (FlowFinding finding : report.findings()) {
      if (finding.verdict() != Verdict.UNKNOWN && !finding.verdict().differs()) {
        asMeant(finding.flow());
      }
    }
    differing.forEach(this::differs);
  }

  private void asMeant(Flow flow) {
    Seen before = seen.remove(flow);
    if (before != null && before.isTold()) {
      telling.tell("flow-as-meant", flow.to(), flow + " is as the intent has it again");
    }
  }

  private void differs(Flow flow, FlowFinding finding) {
    Seen now =
        seen.merge(
            flow,
            new Seen(finding, clock.instant(), 1),
            (before, first) -> new Seen(finding, before.since(), before.tests() + 1));
    if (now.tests() == 2) {
      telling.tell(
          "flow-" + finding.verdict().word(),
          flow.to(),
          "%s: %s; %s".formatted(flow, finding.met(), finding.why()));
    }
  }

  /** The last test since the hub was started. */
  public Optional<FlowReport> last() {
    return last;
  }

  /** What was told of flows to a node, by flow. */
  public Map<String, Seen> told(NodeName to) {
    Map<String, Seen> told = new TreeMap<>();
    seen.forEach((flow, how) -> {
      if (flow.to().equals(to) && how.isTold()) {
        told.put(flow.toString(), how);
      }
    });
    return told;
  }

  @Override
  public void close() {
    closed.countDown();
    threads.shutdown();
  }
}
