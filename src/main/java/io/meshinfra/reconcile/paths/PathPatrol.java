package io.meshinfra.reconcile.paths;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.transport.PathTrial;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Tries every access path of every node that is there, each node on a slow interval of its own with
 * jitter, some nodes at a time, on threads of its own: the loop waits for none of it. Of a node
 * that is away nothing is tried; that one is away is what the loop tells.
 */
public final class PathPatrol implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PathPatrol.class);
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofSeconds(1);

  /** A fifth of the interval, either way, so that rounds do not stay together. */
  private static final double JITTER = 0.2;

  private static final int SOONER_IN_DOUBT = 4;

  private final Surroundings surroundings;
  private final PathBook book;
  private final PathTrial trial;
  private final Consumer<Target> links;
  private final Timing timing;
  private final Semaphore places;
  private final Map<NodeName, Duration> due = new ConcurrentHashMap<>();
  private final Set<NodeName> underWay = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Optional<Fleet> followed = Optional.empty();
  private volatile boolean resumed;

  /**
   * What the patrol asks before it begins anything.
   *
   * @param fleet in force
   * @param isThere whether the last pass got into the node
   * @param inCharge whether this hub may do anything
   */
  public record Surroundings(
      Supplier<Optional<Fleet>> fleet, Predicate<NodeName> isThere, BooleanSupplier inCharge) {}

  /**
   * @param now time that only goes forward
   */
  public record Timing(Supplier<Duration> now, Duration interval, RandomGenerator random) {
    public Timing {
      interval = interval.compareTo(SHORTEST) < 0 ? SHORTEST : interval;
    }
  }

  /**
   * @param links asks a node that is there how its mesh carries packets
   */
  public PathPatrol(
      Surroundings surroundings,
      PathBook book,
      PathTrial trial,
      Consumer<Target> links,
      Timing timing,
      int parallel) {
    this.surroundings = surroundings;
    this.book = book;
    this.trial = trial;
    this.links = links;
    this.timing = timing;
    this.places = new Semaphore(Math.max(1, parallel));
  }

  /** Goes on until it is closed. */
  public void start() {
    Thread.ofVirtual().name("path-patrol").start(this::goOn);
  }

  private void goOn() {
    try {
      while (!closed.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          startDue();
        } catch (RuntimeException e) {
          LOG.error("the ways into nodes could not be looked after; the next look follows", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Begins the rounds that are due. */
  void startDue() {
    Optional<Fleet> fleet = surroundings.fleet().get();
    if (fleet.isEmpty() || !surroundings.inCharge().getAsBoolean()) {
      return;
    }
    if (!resumed) {
      book.resume(); // not before this hub is in charge: until then another one writes
      resumed = true;
    }
    follow(fleet.get());
    Duration now = timing.now().get();
    for (FleetNode node : fleet.get().nodes().values()) {
      Duration at = due.computeIfAbsent(node.name(), name -> now.plus(first()));
      boolean isThere = surroundings.isThere().test(node.name());
      if (at.compareTo(now) <= 0 && isThere && underWay.add(node.name())) {
        begin(node);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same object is in force until another comes
  private void follow(Fleet fleet) {
    if (followed.filter(known -> known == fleet).isPresent()) {
      return;
    }
    followed = Optional.of(fleet);
    fleet.nodes().values().forEach(node -> book.follow(node.target()));
    book.nodes().stream().filter(node -> fleet.node(node).isEmpty()).forEach(book::forget);
    due.keySet().removeIf(node -> fleet.node(node).isEmpty());
  }

  private static List<AccessPath> paths(Target target) {
    return target.access().stream().filter(path -> path.kind() == AccessPath.Kind.SSH).toList();
  }

  private void begin(FleetNode node) {
    try {
      threads.execute(() -> inPlace(node));
    } catch (RejectedExecutionException e) {
      LOG.debug("the patrol is closed", e);
    }
  }

  private void inPlace(FleetNode node) {
    try {
      places.acquire();
      try {
        round(node);
      } finally {
        places.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.errorf(e, "the ways into %s could not be tried", node.name());
    } finally {
      due.put(node.name(), timing.now().get().plus(next(node.name())));
      underWay.remove(node.name());
    }
  }

  /** Tries all paths of a node, one after the other, and asks it about its mesh. */
  void round(FleetNode node) {
    Map<AccessPath, PathTrial.Result> results = new LinkedHashMap<>();
    for (AccessPath path : paths(node.target())) {
      if (closed.getCount() == 0) {
        return; // a hub that stops has seen nothing
      }
      results.put(path, trial.attempt(node.target(), path));
    }
    if (closed.getCount() > 0) {
      book.note(node.name(), results);
      book.left(node.name(), results, trial.inUse(node.name()));
      links.accept(node.target());
    }
  }

  private Duration first() {
    return timing
        .interval()
        .dividedBy(SOONER_IN_DOUBT)
        .multipliedBy(timing.random().nextInt(100))
        .dividedBy(100);
  }

  private Duration next(NodeName node) {
    Duration wait =
        book.isInDoubt(node) ? timing.interval().dividedBy(SOONER_IN_DOUBT) : timing.interval();
    double factor = 1 - JITTER + 2 * JITTER * timing.random().nextDouble();
    return Duration.ofMillis((long) (wait.toMillis() * factor));
  }

  /** Begins no round any more; what is being tried ends with the connections. */
  @Override
  public void close() {
    closed.countDown();
    threads.shutdown();
  }
}
