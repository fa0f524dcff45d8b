package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.model.Gap;
import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.hello.HelloKeys;
import io.meshinfra.reconcile.hello.Hellos;
import io.meshinfra.reconcile.loop.Loop;
import io.meshinfra.reconcile.loop.RollCall;
import io.meshinfra.reconcile.settings.HubSettings;
import io.meshinfra.reconcile.status.NodeStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Who is there, and what those who are not have to make up for. */
public final class Presences {
  /** Why a node is looked at that said so itself. */
  static final String HELLO = "hello";

  private final RollCall roll;
  private final Debts debts;
  private final Function<NodeName, List<ClosedPath>> detours;
  private final Hellos hellos;

  Presences(
      RollCall roll, Debts debts, Function<NodeName, List<ClosedPath>> detours, Hellos hellos) {
    this.roll = roll;
    this.debts = debts;
    this.detours = detours;
    this.hellos = hellos;
  }

  static Presences of(
      RollCall roll, Loop loop, Debts.Sources sources, Engine engine, HubSettings settings) {
    try {
      Hellos hellos =
          new Hellos(
              HelloKeys.in(settings.home()),
              node -> isIn(sources.inForce().get(), node),
              node -> loop.hear(node, HELLO),
              Clock.systemUTC());
      return new Presences(roll, new Debts(sources), engine::detour, hellos);
    } catch (IOException e) {
      throw new UncheckedIOException("the key by which nodes say hello cannot be kept", e);
    }
  }

  private static boolean isIn(Optional<Fleet> fleet, NodeName node) {
    return fleet.flatMap(inForce -> inForce.node(node)).isPresent();
  }

  /** When the hub was last in. */
  public Optional<Instant> lastSeen(NodeName node) {
    return roll.lastSeen(node);
  }

  /** The longest absence of a node that has not been as it shall be since. */
  public Optional<Gap> gap(NodeName node) {
    return roll.gap(node);
  }

  /**
   * What a node that does not answer, or that was away, has to make up for. The first time it may
   * load the fleet of another commit.
   */
  public Optional<Debt> debt(NodeStatus status) {
    boolean owes = status.attendance().ongoing().isPresent() || roll.gap(status.node()).isPresent();
    return owes ? debts.of(status.node()).filter(debt -> !debt.isNone()) : Optional.empty();
  }

  /** The paths that led nowhere when the hub last connected over a later one. */
  public List<String> detour(NodeName node) {
    return detours.apply(node).stream().map(ClosedPath::words).toList();
  }

  /** Takes the word of nodes that are back. */
  public Hellos hellos() {
    return hellos;
  }
}
