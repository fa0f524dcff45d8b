package io.meshinfra.reconcile;

import io.meshinfra.converge.shell.NodeGenerations.Reading;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.journal.RollbackJournal;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.Target;
import io.meshinfra.plan.Generation;
import io.meshinfra.plan.Rollback;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Passes;
import io.meshinfra.reconcile.pass.Work;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The passes of the loop, of which one can be asked to undo the last generations of a node instead.
 * It is made like any other: one at a time over a node, judged by policy, under the node's lock.
 */
public final class Rollbacks implements Passes {
  private final Passes usual;
  private final Carrying carrying;
  private final Function<Target, Reading> reading;
  private final Supplier<Optional<Fleet>> inForce;
  private final RollbackJournal orders;
  private final Clock clock;

  /** Makes a pass that undoes. */
  @FunctionalInterface
  interface Carrying {
    Pass rollBack(Work work, Supplier<Rollback.Answer> planned, PassListener listener);
  }

  /**
   * What somebody wants undone.
   *
   * @param to the generation after which the node shall be as it was; the one before the last when
   *     it is empty, 0 for before the first
   * @param force also what somebody has changed since
   * @param by who wants it
   */
  public record Order(Optional<Integer> to, boolean force, String by, String reason) {
    String words() {
      String where = to.map(number -> " to " + number).orElse("");
      return "rolled back" + where + ": " + reason;
    }
  }

  /**
   * @param inForce the fleet that tells how a node is reached
   * @param orders where they outlive the hub
   */
  Rollbacks(
      Passes usual,
      Carrying carrying,
      Function<Target, Reading> reading,
      Supplier<Optional<Fleet>> inForce,
      RollbackJournal orders,
      Clock clock) {
    this.usual = usual;
    this.carrying = carrying;
    this.reading = reading;
    this.inForce = inForce;
    this.orders = orders;
    this.clock = clock;
  }

  /**
   * Asks a node which generations it keeps, the newest first.
   *
   * @throws NotNow when it cannot be asked
   */
  public List<Generation> generations(NodeName name) {
    return switch (reading.apply(node(name).target())) {
      case Reading.Told told -> told.generations();
      case Reading.Untold untold -> throw new NotNow(untold.reason());
    };
  }

  private FleetNode node(NodeName name) {
    return inForce
        .get()
        .flatMap(fleet -> fleet.node(name))
        .orElseThrow(() -> new NotNow(name + " is not in the fleet in force"));
  }

  /**
   * The order with the generation it leads to, so that what is applied meanwhile does not change
   * what is undone: it is undone too.
   *
   * @throws NotNow when it cannot be done
   */
  Order check(NodeName name, Order order) {
    FleetNode node = node(name);
    Reading told = reading.apply(node.target());
    return switch (planned(name, node.catalog().revision(), told, order)) {
      case Rollback.Answer.Possible possible ->
          new Order(Optional.of(possible.to()), order.force(), order.by(), order.reason());
      case Rollback.Answer.Impossible no -> throw new NotNow(no.reason());
    };
  }

  /** The next pass over the node does this instead, also when a hub is started before that. */
  void want(NodeName node, Order order) {
    int to = order.to().orElseThrow(() -> new IllegalArgumentException("check the order first"));
    orders.want(node, new RollbackJournal.Order(to, order.force(), order.by(), order.reason()));
  }

  /** Whether the next pass over the node undoes something; it is made though it is suspended. */
  boolean wants(NodeName node) {
    return orders.of(node).isPresent();
  }

  @Override
  public Pass reconcile(Work work, PassListener listener) {
    Optional<Order> order = orders.of(work.node()).map(Rollbacks::read);
    if (order.isEmpty()) {
      return usual.reconcile(work, listener);
    }
    try {
      return carrying.rollBack(work, () -> planned(work, order.get()), listener);
    } finally {
      orders.tried(work.node());
    }
  }

  private static Order read(RollbackJournal.Order kept) {
    return new Order(Optional.of(kept.to()), kept.forced(), kept.by(), kept.reason());
  }

  private Rollback.Answer planned(Work work, Order order) {
    return planned(work.node(), work.catalog().revision(), reading.apply(work.target()), order);
  }

  private Rollback.Answer planned(NodeName node, Revision revision, Reading answer, Order order) {
    return switch (answer) {
      case Reading.Told told ->
          Rollback.plan(
              node, revision, clock.instant(), told.generations(), order.to(), order.force());
      case Reading.Untold untold -> new Rollback.Answer.Impossible(untold.reason());
    };
  }
}
