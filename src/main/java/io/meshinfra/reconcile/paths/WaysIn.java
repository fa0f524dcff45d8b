package io.meshinfra.reconcile.paths;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.LinkPeer;
import io.meshinfra.model.Links;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.PathHealth;
import io.meshinfra.model.Target;
import io.meshinfra.transport.PathTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers how the ways into nodes do, from what the patrol has seen. */
public final class WaysIn implements AutoCloseable {
  private final PathBook book;
  private final PathTrial trial;
  private final PathPatrol patrol;
  private final Supplier<Optional<Fleet>> fleet;
  private final LinkBook links;
  private volatile Here here = new Here(null, List.of());

  /** The nodes of a fleet that are the machine of the hub. */
  private record Here(Fleet fleet, List<NodeName> names) {}

  /** What nodes said of their mesh when they were last asked. */
  static final class LinkBook {
    private final Function<Target, Links> ask;
    private final Map<NodeName, Links> known = new ConcurrentHashMap<>();

    LinkBook(Function<Target, Links> ask) {
      this.ask = ask;
    }

    void ask(Target target) {
      known.put(target.node(), ask.apply(target));
    }

    Optional<Links> of(NodeName node) {
      return Optional.ofNullable(known.get(node));
    }
  }

  /**
   * @param ask how the mesh of a node carries packets
   */
  public WaysIn(
      PathPatrol.Surroundings surroundings,
      PathBook book,
      PathTrial trial,
      Function<Target, Links> ask,
      PathPatrol.Timing timing,
      int parallel) {
    this.book = book;
    this.trial = trial;
    this.fleet = surroundings.fleet();
    this.links = new LinkBook(ask);
    this.patrol = new PathPatrol(surroundings, book, trial, links::ask, timing, parallel);
  }

  /** Looks after the ways in until it is closed; takes up first what was known. */
  public void start() {
    patrol.start();
  }

  /** All nodes in force, by name. */
  public List<NodeWays> all() {
    return fleet.get().stream()
        .flatMap(known -> known.nodes().values().stream().map(node -> of(known, node)))
        .toList();
  }

  /** One node; empty when it is not in force. */
  public Optional<NodeWays> of(NodeName name) {
    return fleet.get().flatMap(known -> known.node(name).map(node -> of(known, node)));
  }

  private NodeWays of(Fleet known, FleetNode node) {
    Optional<AccessPath> inUse = trial.inUse(node.name());
    List<NodeWays.Way> ways = new ArrayList<>();
    book.of(node.target())
        .forEach((path, health) ->
            ways.add(
                new NodeWays.Way(
                    path, health, inUse.filter(path::equals).isPresent(), carrier(known, path))));
    return new NodeWays(node.name(), ways, links.of(node.name()));
  }

  /** As the hub's own machine tells it, where that is a node too. */
  private Optional<LinkPeer> carrier(Fleet known, AccessPath path) {
    return thisMachine(known).stream()
        .flatMap(node -> links.of(node).stream())
        .flatMap(told -> told.to(path.host()).stream())
        .findFirst();
  }

  /** Its names in the fleet, looked up once for each fleet. */
  @SuppressWarnings("ReferenceEquality") // the same object is in force until another comes
  private List<NodeName> thisMachine(Fleet known) {
    Here now = here;
    if (now.fleet() != known) {
      now =
          new Here(
              known,
              known.nodes().values().stream()
                  .filter(WaysIn::isThisMachine)
                  .map(FleetNode::name)
                  .toList());
      here = now;
    }
    return now.names();
  }

  private static boolean isThisMachine(FleetNode node) {
    return node.target().access().stream().anyMatch(path -> path.kind() == AccessPath.Kind.LOCAL);
  }

  /** The paths of a node that lead nowhere and were told. */
  public Map<String, PathHealth> rotten(NodeName node) {
    return book.rotten(node);
  }

  @Override
  public void close() {
    patrol.close();
  }
}
