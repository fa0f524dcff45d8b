package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.PathHealth;
import io.meshinfra.reconcile.flow.ChangeTrial;
import io.meshinfra.reconcile.flow.FlowWatch;
import io.meshinfra.reconcile.flow.TestRhythm;
import io.meshinfra.reconcile.loop.Ticker;
import io.meshinfra.reconcile.paths.PathBook;
import io.meshinfra.reconcile.paths.PathPatrol;
import io.meshinfra.reconcile.paths.PathSettings;
import io.meshinfra.reconcile.paths.Rot;
import io.meshinfra.reconcile.paths.WaysIn;
import io.meshinfra.reconcile.presence.Attendance;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.reconcile.settings.HubSettings;
import io.meshinfra.reconcile.status.HubEvents;
import io.meshinfra.reconcile.status.NodeDrift;
import io.meshinfra.reconcile.status.NodeStatus;
import io.meshinfra.reconcile.status.StatusBoard;
import io.meshinfra.source.GitSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How the network really is: ways into nodes that are tried before they are needed, and flows that
 * nodes try. What is not as it is declared is drift, though no step of a plan can mend it.
 */
record Reality(
    WaysIn waysIn, FlowWatch flows, NetworkEyes eyes, ChangeTrial changes, HubSettings settings)
    implements AutoCloseable {

  /** What it is made of, all of the hub. */
  record Parts(
      HubSettings settings,
      Engine engine,
      Journal journal,
      HubEvents events,
      StatusBoard board,
      Supplier<Optional<Fleet>> inForce,
      Leasing leasing,
      Clock clock) {}

  static Reality of(Parts parts, RevisionReader reader, GitSource source) {
    NetworkInForce networks = new NetworkInForce(reader, source);
    Predicate<NodeName> isThere = node -> isThere(parts.board(), node);
    PathSettings paths = parts.settings().paths();
    PathBook book =
        new PathBook(
            parts.journal().paths(),
            parts.events()::ofNode,
            new Rot(paths.failures(), paths.grace()),
            parts.clock());
    WaysIn waysIn =
        new WaysIn(
            new PathPatrol.Surroundings(
                parts.inForce(), isThere, () -> parts.leasing().isInCharge()),
            book,
            parts.engine().paths(),
            parts.engine().links()::ask,
            fleet -> meshAddresses(networks, fleet),
            new PathPatrol.Timing(Ticker.SYSTEM::now, paths.interval(), new SecureRandom()),
            paths.parallel());
    FlowWatch flows =
        new FlowWatch(
            new FlowWatch.Surroundings(
                parts.inForce(), networks::of, isThere, () -> parts.leasing().isInCharge()),
            parts.engine().flows(),
            parts.events()::ofNode,
            parts.clock());
    NetworkEyes eyes =
        new NetworkEyes(
            parts.inForce(), networks::of, isThere, parts.engine().flows(), parts.engine().paths());
    return new Reality(waysIn, flows, eyes, new ChangeTrial(eyes), parts.settings());
  }

  /** The hub got in the last time, since it was started. */
  private static boolean isThere(StatusBoard board, NodeName node) {
    return board
        .of(node)
        .filter(status -> status.probedAt().isPresent())
        .filter(status -> status.attendance().state() == Attendance.State.PRESENT)
        .isPresent();
  }

  private static Map<NodeName, String> meshAddresses(NetworkInForce networks, Fleet fleet) {
    Map<NodeName, String> addresses = new HashMap<>();
    networks
        .of(fleet)
        .ifPresent(network ->
            network
                .intent()
                .nodes()
                .forEach((name, node) -> addresses.put(name, node.address().toString())));
    return addresses;
  }

  void start() {
    waysIn.start();
    flows.start(TestRhythm.parse(settings.network().test().interval(), new SecureRandom()));
  }

  /** Whether changes of rollouts are held against the network. */
  boolean judgesChanges() {
    return settings.network().test().rollouts();
  }

  /**
   * As the doors show it: a node into which a forbidden flow leads is not well. Rollouts do not see
   * that, since it need not be of any change.
   */
  NodeStatus shown(NodeStatus status) {
    return flows.leakReason(status.node()).map(status::unwellFor).orElse(status);
  }

  /** What of the network of a node is not as it is declared. */
  List<NodeDrift.Item> drift(NodeName node) {
    List<NodeDrift.Item> items = new ArrayList<>();
    waysIn.rotten(node).forEach((path, health) -> items.add(rotten(path, health)));
    flows
        .told(node)
        .forEach((flow, seen) ->
            items.add(
                new NodeDrift.Item(
                    "flow:" + flow,
                    seen.finding().verdict().word(),
                    Origin.CORRECTIVE,
                    Optional.of(seen.since()),
                    seen.finding().met() + "; " + seen.finding().why())));
    return items;
  }

  private static NodeDrift.Item rotten(String path, PathHealth health) {
    return new NodeDrift.Item(
        "path:" + path,
        "unreachable",
        Origin.CORRECTIVE,
        Optional.of(health.since()),
        health.why().map(ClosedPath::words).orElse(""));
  }

  @Override
  public void close() {
    waysIn.close();
    flows.close();
    eyes.close();
  }
}
