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
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers how the ways into nodes do, from what the patrol has seen. */
public final class WaysIn implements AutoCloseable {
  private final PathBook book;
  private final PathTrial trial;
  private final PathPatrol patrol;
  private final Supplier<Optional<Fleet>> fleet;
  private final LinkBook links;
  private final Function<Fleet, Map<NodeName, String>> meshAddresses;
  private volatile Here here = new Here(null, List.of(), null);

  /**
   * What follows from one fleet.
   *
   * @param names of the nodes that are the machine of the hub
   */
  private record Here(Fleet fleet, List<NodeName> names, Neighbours neighbours) {}

  /** What nodes said of their mesh when they were last asked. */
  static final class LinkBook {
    private final BiFunction<Target, List<String>, Links> ask;
    private final Map<NodeName, Links> known = new ConcurrentHashMap<>();

    LinkBook(BiFunction<Target, List<String>, Links> ask) {
      this.ask = ask;
    }

    void ask(Target target, List<String> others) {
      known.put(target.node(), ask.apply(target, others));
    }

    Optional<Links> of(NodeName node) {
      return Optional.ofNullable(known.get(node));
    }
  }

  /**
   * @param ask how the mesh of a node carries packets, also to these addresses
   * @param meshAddresses of the nodes of a fleet; empty without a network intent
   */
  public WaysIn(
      PathPatrol.Surroundings surroundings,
      PathBook book,
      PathTrial trial,
      BiFunction<Target, List<String>, Links> ask,
      Function<Fleet, Map<NodeName, String>> meshAddresses,
      PathPatrol.Timing timing,
      int parallel) {
    this.book = book;
    this.trial = trial;
    this.fleet = surroundings.fleet();
    this.links = new LinkBook(ask);
    this.meshAddresses = meshAddresses;
    this.patrol = new PathPatrol(surroundings, book, trial, this::askLinks, timing, parallel);
  }

  private void askLinks(Target target) {
    List<String> others =
        fleet.get().map(known -> here(known).neighbours().asked(target.node())).orElse(List.of());
    links.ask(target, others);
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
    Optional<Links> told = links.of(node.name());
    List<LinkPair> pairs =
        told.map(said -> here(known).neighbours().pairs(node.name(), said)).orElse(List.of());
    return new NodeWays(node.name(), ways, told, pairs);
  }

  /** As the hub's own machine tells it, where that is a node too. */
  private Optional<LinkPeer> carrier(Fleet known, AccessPath path) {
    return thisMachine(known).stream()
        .flatMap(node -> links.of(node).stream())
        .flatMap(told -> told.to(path.host()).stream())
        .findFirst();
  }

  /** Its names in the fleet. */
  private List<NodeName> thisMachine(Fleet known) {
    return here(known).names();
  }

  /** Found out once for each fleet. */
  @SuppressWarnings("ReferenceEquality") // the same object is in force until another comes
  private Here here(Fleet known) {
    Here now = here;
    if (now.fleet() != known) {
      now =
          new Here(
              known,
              known.nodes().values().stream()
                  .filter(WaysIn::isThisMachine)
                  .map(FleetNode::name)
                  .toList(),
              new Neighbours(known, meshAddresses.apply(known)));
      here = now;
    }
    return now;
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
