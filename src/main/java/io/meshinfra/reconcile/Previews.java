package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.Target;
import io.meshinfra.network.NetworkChange;
import io.meshinfra.reconcile.loop.Places;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.revision.FleetAt;
import io.meshinfra.reconcile.revision.Fleets;
import io.meshinfra.report.NetworkDifference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * GitLooks at nodes as a catalog would have them, whichever it is: probes now, plans, changes
 * nothing and writes nothing to the journal. As many at a time as the loop has places for, its own
 * passes included.
 *
 * <p>To look means to run the probe of that catalog on the node, with its {@code check} commands
 * and playbooks in check mode. Whoever looks at a commit of somebody who is not trusted with that
 * takes such resources out of the catalog first.
 */
public final class Previews {
  private final Looking looking;
  private final Places places;
  private final Predicate<NodeName> wasAway;
  private final Supplier<Optional<Fleet>> inForce;
  private final Fleets fleets;
  private final Consumer<NodeName> forget;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("preview-", 0).factory());

  /**
   * @param wasAway whether a node did not answer the last time, and so needs no place
   * @param forget gives up the connection to a node that is not in the fleet in force
   */
  Previews(
      Looking looking,
      Places places,
      Predicate<NodeName> wasAway,
      Supplier<Optional<Fleet>> inForce,
      Fleets fleets,
      Consumer<NodeName> forget) {
    this.looking = looking;
    this.places = places;
    this.wasAway = wasAway;
    this.inForce = inForce;
    this.fleets = fleets;
    this.forget = forget;
  }

  /** Probes and plans without changing anything, and blocks until that is done. */
  @FunctionalInterface
  interface Looking {
    Pass preview(Work work, PassListener listener);
  }

  /** What the doors say of a revision that is not to be found; the message says why. */
  public static final class NoSuchRevision extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoSuchRevision(String message) {
      super(message);
    }
  }

  /** What the doors say of a revision with mistakes; the message tells them all. */
  public static final class InvalidRevision extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidRevision(String message) {
      super(message);
    }
  }

  /** One node, as the work has it. Blocks until it was looked at. */
  public Pass of(Work work) {
    return places.make(
        wasAway.test(work.node()), () -> looking.preview(work, new PassListener.Silent()));
  }

  /** Many nodes at the same time; the futures are in the order of the works. */
  public List<CompletableFuture<Pass>> of(List<Work> works) {
    return works.stream()
        .map(work -> CompletableFuture.supplyAsync(() -> of(work), threads))
        .toList();
  }

  /**
   * The fleet that a name stands for.
   *
   * @param name of a commit, a branch, a tag or a ref
   * @throws NoSuchRevision when there is none
   * @throws InvalidRevision with all mistakes, when it has any
   */
  public Fleet fleet(String name) {
    return switch (fleets.named(name)) {
      case FleetAt.Valid valid -> valid.fleet();
      case FleetAt.Missing missing -> throw new NoSuchRevision(missing.reason());
      case FleetAt.Invalid invalid ->
          throw new InvalidRevision(
              "revision %s is not valid:\n%s"
                  .formatted(invalid.revision().abbreviated(), invalid.mistakes().report()));
    };
  }

  /** A node that the fleet in force does not have; the connection to it is given up afterwards. */
  public CompletableFuture<Pass> once(Work work) {
    return of(List.of(work)).getFirst().whenComplete((pass, fault) -> forget.accept(work.node()));
  }

  public Fleets fleets() {
    return fleets;
  }

  /** What a fleet has, in short. */
  public record Outline(String fleet, Revision revision, List<NodeName> nodes) {
    public Outline {
      nodes = List.copyOf(nodes);
    }
  }

  /** The same in short, for doors. */
  public Outline outline(String name) {
    Fleet fleet = fleet(name);
    return new Outline(fleet.name(), fleet.revision(), List.copyOf(fleet.nodes().keySet()));
  }

  /**
   * What a revision opens and closes beside what is in force; nothing comes into force by that.
   *
   * @param name of a commit, a branch, a tag or a ref
   * @throws NoSuchRevision when there is none
   * @throws InvalidRevision with all mistakes, when it has any
   */
  public NetworkMove networkMove(String name) {
    Revision now = fleetInForce().revision();
    Revision asked = fleet(name).revision();
    return new NetworkMove(
        now,
        asked,
        NetworkDifference.of(NetworkChange.between(fleets.network(now), fleets.network(asked))));
  }

  /** From one revision to another. */
  public record NetworkMove(Revision inForce, Revision revision, NetworkDifference difference) {}

  /** For adopting what drifts. */
  public AdoptionDesk adoptionDesk() {
    return new AdoptionDesk(this);
  }

  Fleet fleetInForce() {
    return inForce.get().orElseThrow(() -> new NothingInForce("no revision is in force yet"));
  }

  /** The node as the fleet has it. */
  FleetNode node(NodeName name, Fleet fleet) {
    return fleet.node(name).orElseThrow(() -> unknown(name, fleet));
  }

  static Work work(FleetNode node) {
    return new Work(node.target(), node.catalog(), "preview", true);
  }

  /** One node as a fleet has it, which need not be in force. */
  public Pass of(NodeName name, Fleet fleet) {
    FleetNode node = node(name, fleet);
    Optional<Target> known = inForce.get().flatMap(now -> now.node(name)).map(FleetNode::target);
    try {
      return of(new Work(known.orElse(node.target()), node.catalog(), "preview", true));
    } finally {
      if (known.isEmpty()) {
        forget.accept(name);
      }
    }
  }

  private static UnknownNode unknown(NodeName name, Fleet fleet) {
    return new UnknownNode(
        name,
        "the fleet at " + fleet.revision().abbreviated(),
        List.copyOf(fleet.nodes().keySet()));
  }

  /** Begins none any more. Those that wait for a node end when its connection is closed. */
  void stop() {
    threads.shutdown();
  }

  /** Interrupts what is still going on after that time. */
  void awaitEnd(Duration longest) {
    stop();
    try {
      if (!threads.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
