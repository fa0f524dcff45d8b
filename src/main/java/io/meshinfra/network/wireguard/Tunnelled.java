package io.meshinfra.network.wireguard;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.wireguard.WgConfig.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the files of all nodes do with a packet, told from their text: whose tunnel it goes into,
 * whether it is taken there, and whether it is passed on.
 */
final class Tunnelled {
  private static final int MOST_HOPS = 4;

  private final SortedMap<NodeName, WgConfig.Index> files = new TreeMap<>();
  private final Map<NodeName, String> keys;
  private final Map<String, NodeName> owners = new TreeMap<>();

  /**
   * @param keys the public key of each node
   */
  Tunnelled(SortedMap<NodeName, WgConfig> configs, Map<NodeName, String> keys) {
    configs.forEach((name, config) -> files.put(name, config.index()));
    this.keys = keys;
    keys.forEach((name, key) -> owners.put(key, name));
  }

  /** How far a packet gets. */
  sealed interface Way {
    /** To its end, by these nodes in between. */
    record Arrives(List<NodeName> by) implements Way {
      public Arrives {
        by = List.copyOf(by);
      }
    }

    /** It does not, and why. */
    record Stops(String why) implements Way {}
  }

  /**
   * @param to an address of the last node, or in a network that it routes into
   */
  Way way(NodeName from, NodeName last, Ipv4 to) {
    WgConfig.Index file = files.get(from);
    Ipv4 source = file.config().address();
    if (!file.config().routesTo(to)) {
      return new Way.Stops("%s does not send %s into its tunnels".formatted(from, to));
    }
    List<NodeName> by = new ArrayList<>();
    NodeName at = from;
    while (by.size() < MOST_HOPS) {
      Optional<Section> tunnel = files.get(at).to(to);
      Optional<NodeName> next = tunnel.map(Section::key).map(owners::get);
      if (next.isEmpty() || !files.containsKey(next.get())) {
        return new Way.Stops("%s has no tunnel for %s".formatted(at, to));
      }
      Optional<String> refused = refused(at, next.get(), tunnel.get(), source);
      if (refused.isPresent()) {
        return new Way.Stops(refused.get());
      }
      at = next.get();
      WgConfig config = files.get(at).config();
      if (at.equals(last) && config.isAtHome(to)) {
        return new Way.Arrives(by);
      }
      if (config.passes().filter(passing -> passing.intoTunnel(to)).isEmpty()) {
        return new Way.Stops("%s does not pass on what is for %s".formatted(at, to));
      }
      by.add(at);
    }
    return new Way.Stops("what is for %s goes round in circles: %s".formatted(to, by));
  }

  /** Where packets to the internet leave the mesh. */
  sealed interface Leaving {
    /** By the other routes of the machine itself. */
    record Directly() implements Leaving {}

    /** By another node, with its address. */
    record By(NodeName exit) implements Leaving {}

    /** Nowhere, and why. */
    record Nowhere(String why) implements Leaving {}
  }

  /** Whether the file of a node could be read. */
  boolean knows(NodeName node) {
    return files.containsKey(node);
  }

  /** What the files do with a packet of a node for an address that is nobody's in the mesh. */
  Leaving internet(NodeName from) {
    WgConfig.Index file = files.get(from);
    List<Section> rest = file.config().peers().stream().filter(Section::rest).toList();
    if (!file.config().leaves()) {
      return new Leaving.Directly();
    }
    if (rest.size() != 1) {
      return new Leaving.Nowhere(
          "%d tunnels of %s are for all addresses".formatted(rest.size(), from));
    }
    NodeName exit = owners.get(rest.getFirst().key());
    if (exit == null || !files.containsKey(exit)) {
      return new Leaving.Nowhere(
          "the tunnel of %s for all addresses leads to nobody".formatted(from));
    }
    Optional<String> refused = refused(from, exit, rest.getFirst(), file.config().address());
    if (refused.isPresent()) {
      return new Leaving.Nowhere(refused.get());
    }
    WgConfig other = files.get(exit).config();
    if (other.exit().filter(out -> out.clients().contains(file.config().address())).isEmpty()) {
      return new Leaving.Nowhere("%s does not let out what %s sends".formatted(exit, from));
    }
    return other.leaves()
        ? new Leaving.Nowhere("%s sends its own into another tunnel".formatted(exit))
        : new Leaving.By(exit);
  }

  /** A way from tunnel to tunnel, for people. */
  String told(NodeName from, NodeName last, Ipv4 to) {
    return switch (way(from, last, to)) {
      case Way.Stops(String why) -> "no way: " + why;
      case Way.Arrives(List<NodeName> by) -> {
        List<String> hops = new ArrayList<>();
        List<NodeName> ends = new ArrayList<>(by);
        ends.add(last);
        NodeName at = from;
        for (NodeName next : ends) {
          hops.add(hop(at, next));
          at = next;
        }
        yield String.join(", then ", hops);
      }
    };
  }

  /** One tunnel, and at which end it is known where the other is. */
  private String hop(NodeName from, NodeName to) {
    Optional<String> there = files.get(from).withKey(keys.get(to)).flatMap(Section::endpoint);
    Optional<String> back = files.get(to).withKey(keys.get(from)).flatMap(Section::endpoint);
    return there
        .map(place -> "to %s at %s".formatted(to, place))
        .or(() -> back.map(place -> "to %s, which calls %s at %s".formatted(to, from, place)))
        .orElse("to " + to);
  }

  /** Why a packet does not come out of the other end of a tunnel. */
  private Optional<String> refused(NodeName at, NodeName next, Section tunnel, Ipv4 source) {
    Optional<Section> back = files.get(next).withKey(keys.get(at));
    if (back.isEmpty()) {
      return Optional.of("%s does not know the key of %s".formatted(next, at));
    }
    if (!back.get().allows(source)) {
      return Optional.of(
          "%s drops what comes from %s by the tunnel of %s".formatted(next, source, at));
    }
    if (tunnel.endpoint().isEmpty() && back.get().endpoint().isEmpty()) {
      return Optional.of("neither %s nor %s knows where the other is".formatted(at, next));
    }
    if (tunnel.endpoint().isEmpty() && !back.get().keptAlive()) {
      return Optional.of(
          "%s cannot call %s, which does not keep the tunnel alive by itself".formatted(at, next));
    }
    return Optional.empty();
  }
}
