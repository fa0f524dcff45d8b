package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.PathHealth;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.reconcile.flow.FlowWatch;
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
import io.meshinfra.reconcile.status.StatusBoard;
import io.meshinfra.source.GitSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How the network really is: ways into nodes that are tried before they are needed, and flows that
 * nodes try. What is not as it is declared is drift, though no step of a plan can mend it.
 */
record Reality(WaysIn waysIn, FlowWatch flows, HubSettings settings) implements AutoCloseable {

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
            new PathPatrol.Timing(Ticker.SYSTEM::now, paths.interval(), new SecureRandom()),
            paths.parallel());
    FlowWatch flows =
        new FlowWatch(
            new FlowWatch.Surroundings(
                parts.inForce(),
                fleet -> network(fleet, reader, source),
                isThere,
                () -> parts.leasing().isInCharge()),
            parts.engine().flows()::test,
            parts.events()::ofNode,
            parts.clock());
    return new Reality(waysIn, flows, parts.settings());
  }

  /** The hub got in the last time, since it was started. */
  private static boolean isThere(StatusBoard board, NodeName node) {
    return board
        .of(node)
        .filter(status -> status.probedAt().isPresent())
        .filter(status -> status.attendance().state() == Attendance.State.PRESENT)
        .isPresent();
  }

  private static Optional<PlannedNetwork> network(
      Fleet fleet, RevisionReader reader, GitSource source) {
    try {
      return switch (reader.network(source.tree(fleet.revision(), ""))) {
        case NetworkPlan.Planned(PlannedNetwork planned) -> Optional.of(planned);
        case NetworkPlan.Absent absent -> Optional.empty();
        case NetworkPlan.Refused refused -> Optional.empty(); // it would not be in force
      };
    } catch (FileTree.UnreadableFile e) {
      return Optional.empty();
    }
  }

  void start() {
    waysIn.start();
    flows.start(settings.network().test().interval());
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
  }
}
