package io.meshinfra.network.wireguard;

import io.meshinfra.desired.Member;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.Subnet;
import io.meshinfra.network.intent.WireguardKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares what the files of all nodes together do with what the tunnels are for. */
final class WgProof {
  private final SortedMap<NodeName, MeshNode> nodes;
  private final Subnet mesh;
  private final SortedMap<NodeName, Member> fleet;
  private final Map<String, NodeName> owners = new HashMap<>();
  private final Set<Ipv4> addresses = new HashSet<>();
  private final Map<NodeName, String> keys = new TreeMap<>();

  /**
   * @param nodes that have a public key
   */
  WgProof(SortedMap<NodeName, MeshNode> nodes, Subnet mesh, SortedMap<NodeName, Member> fleet) {
    this.nodes = nodes;
    this.mesh = mesh;
    this.fleet = fleet;
    nodes.forEach((name, node) -> {
      String key = node.wireguard().publicKey().map(WireguardKey::base64).orElseThrow();
      keys.put(name, key);
      owners.put(key, name);
      addresses.add(node.address());
    });
  }

  /** Something that is not as it is meant. */
  record Difference(NodeName node, String what) {}

  /** Two nodes that have to reach each other, and because of what. */
  record Need(NodeName one, NodeName other, String why) {}

  List<Difference> differences(SortedMap<NodeName, String> texts, Collection<Need> needs) {
    List<Difference> differences = new ArrayList<>();
    SortedMap<NodeName, WgConfig> configs = new TreeMap<>();
    texts.forEach((name, text) -> {
      switch (WgReader.read(text)) {
        case WgConfig.Reading.NotUnderstood(String reason) ->
            differences.add(new Difference(name, "the file cannot be checked: " + reason));
        case WgConfig.Reading.Read(WgConfig config) -> {
          alone(name, config).forEach(what -> differences.add(new Difference(name, what)));
          configs.put(name, config);
        }
      }
    });
    if (configs.keySet().equals(nodes.keySet())) {
      differences.addAll(together(new Tunnelled(configs, keys), needs));
    }
    return differences;
  }

  /** What can be said of one file by itself. */
  private List<String> alone(NodeName name, WgConfig config) {
    MeshNode node = nodes.get(name);
    List<String> wrong = new ArrayList<>(config.overlaps());
    require(
        config.address().equals(node.address()) && config.prefix() == mesh.length(),
        "its address is %s/%d".formatted(config.address(), config.prefix()),
        wrong);
    require(config.port() == node.wireguard().port(), "it listens on " + config.port(), wrong);
    Set<String> met = new HashSet<>(Set.of(keys.get(name)));
    for (WgConfig.Section peer : config.peers()) {
      require(
          met.add(peer.key()),
          "the key of line %d stands there twice, or is its own".formatted(peer.line()),
          wrong);
      NodeName owner = owners.get(peer.key());
      if (owner == null) {
        wrong.add("line %d is the key of nobody".formatted(peer.line()));
      } else {
        peer(config, peer, nodes.get(owner), wrong);
      }
    }
    config.routes().stream()
        .filter(route -> !isRouted(route))
        .forEach(route -> wrong.add("it takes %s, into which nobody routes".formatted(route)));
    config
        .passes()
        .filter(passing -> !passing.own().equals(node.routes()))
        .ifPresent(passing -> wrong.add("it lets tunnels into " + passing.own()));
    List<Subnet> tunnels = new ArrayList<>(List.of(mesh));
    tunnels.addAll(config.routes());
    config
        .passes()
        .filter(passing -> !passing.tunnels().equals(tunnels))
        .ifPresent(passing -> wrong.add("it passes on what is for " + passing.tunnels()));
    require(
        config.peers().stream().noneMatch(WgConfig.Section::rest) || config.leaves(),
        "a tunnel takes packets from all addresses, and none are sent there",
        wrong);
    List<Ipv4> clients = clients(name);
    List<Ipv4> out = config.exit().map(WgConfig.Exit::clients).orElse(List.of());
    require(out.equals(clients), "it lets %s out to the internet".formatted(out), wrong);
    config
        .exit()
        .filter(exit -> !exit.tunnels().equals(tunnels) || !exit.own().equals(node.routes()))
        .ifPresent(exit ->
            wrong.add(
                "it lets others out also to %s and %s".formatted(exit.tunnels(), exit.own())));
    require(
        config.exit().isEmpty() || config.passes().isPresent(),
        "it lets others out, and passes nothing on",
        wrong);
    return wrong;
  }

  /** Where a node is meant to go to the internet by; Tailscale has those that are in a tailnet. */
  private Optional<NodeName> exit(MeshNode node) {
    return node.backEnds().contains(BackEnd.TAILSCALE)
        ? Optional.empty()
        : node.internetBy().filter(nodes::containsKey);
  }

  private List<Ipv4> clients(NodeName exit) {
    return nodes.values().stream()
        .filter(node -> exit(node).filter(exit::equals).isPresent())
        .map(MeshNode::address)
        .sorted()
        .toList();
  }

  private void peer(WgConfig config, WgConfig.Section peer, MeshNode owner, List<String> wrong) {
    for (Subnet allowed : peer.allowed()) {
      boolean fine =
          isRouted(allowed) || isAllNodes(allowed) && !allowed.contains(config.address());
      require(fine, "line %d takes %s".formatted(peer.line(), allowed), wrong);
    }
    peer.endpoint()
        .filter(place -> !places(owner).contains(place))
        .ifPresent(place -> wrong.add("%s is nowhere that %s is".formatted(place, owner.name())));
  }

  private boolean isRouted(Subnet network) {
    return nodes.values().stream().anyMatch(node -> node.routes().contains(network));
  }

  private boolean isAllNodes(Subnet network) {
    long size = network.last().number() - network.first().number() + 1;
    if (size > addresses.size()) {
      return false;
    }
    for (long at = network.first().number(); at <= network.last().number(); at++) {
      if (!addresses.contains(Ipv4.of(at))) {
        return false;
      }
    }
    return true;
  }

  /** All places by which it may be reached. */
  private Set<String> places(MeshNode node) {
    int port = node.wireguard().port();
    Set<String> places = new HashSet<>();
    node.wireguard()
        .endpoint()
        .ifPresent(written -> places.add(written.host() + ":" + written.port().orElse(port)));
    if (fleet.containsKey(node.name())) {
      for (AccessPath path : fleet.get(node.name()).target().access()) {
        places.add(
            (path.host().contains(":") ? "[" + path.host() + "]" : path.host()) + ":" + port);
      }
    }
    return places;
  }

  private List<Difference> together(Tunnelled tunnels, Collection<Need> needs) {
    List<Difference> differences = new ArrayList<>();
    for (Need need : needs) {
      MeshNode one = nodes.get(need.one());
      MeshNode other = nodes.get(need.other());
      stop(tunnels, one, other, need.why(), differences);
      stop(tunnels, other, one, need.why(), differences);
    }
    nodes.values().forEach(node -> internet(tunnels, node, differences));
    return differences;
  }

  private static void stop(
      Tunnelled tunnels, MeshNode from, MeshNode to, String why, List<Difference> differences) {
    List<Ipv4> goals = new ArrayList<>(List.of(to.address()));
    to.routes().forEach(network -> goals.add(network.first()));
    for (Ipv4 goal : goals) {
      if (tunnels.way(from.name(), to.name(), goal) instanceof Tunnelled.Way.Stops(String where)) {
        differences.add(
            new Difference(
                from.name(),
                "%s shall reach %s (%s), but %s; give one of them an endpoint, or a hub that both reach"
                    .formatted(from.name(), to.name(), why, where)));
      }
    }
  }

  private void internet(Tunnelled tunnels, MeshNode node, List<Difference> differences) {
    Optional<NodeName> meant = exit(node);
    String words = meant.map(exit -> "by " + exit).orElse("directly");
    String otherwise =
        switch (tunnels.internet(node.name())) {
          case Tunnelled.Leaving.Directly directly ->
              meant.isEmpty() ? "" : "its packets would leave directly";
          case Tunnelled.Leaving.By(NodeName exit) ->
              meant.filter(exit::equals).isPresent() ? "" : "its packets would leave by " + exit;
          case Tunnelled.Leaving.Nowhere(String why) -> why;
        };
    if (!otherwise.isEmpty()) {
      differences.add(
          new Difference(
              node.name(),
              "%s shall go to the internet %s, but %s".formatted(node.name(), words, otherwise)));
    }
  }

  private static void require(boolean fine, String otherwise, List<String> wrong) {
    if (!fine) {
      wrong.add(otherwise);
    }
  }
}
