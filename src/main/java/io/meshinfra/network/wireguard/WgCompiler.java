package io.meshinfra.network.wireguard;

import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.Subnet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Compiles tunnels to the file of a node; pure. */
final class WgCompiler {
  private static final Subnet EVERYTHING = Subnet.parse("0.0.0.0/0");

  private final Links links;
  private final Exits exits;
  private final Subnet mesh;

  WgCompiler(Links links, Exits exits, Subnet mesh) {
    this.links = links;
    this.exits = exits;
    this.mesh = mesh;
  }

  String compile(WgNode self) {
    Optional<WgNode> exit = exits.of(self);
    WgText text =
        new WgText(
            self.node().address(), mesh.length(), self.node().wireguard().port(), exit.isPresent());
    List<Subnet> others = routesOfOthers(self);
    text.routes(others);
    List<Subnet> own = self.node().routes();
    List<Subnet> through = Stream.concat(Stream.of(mesh), others.stream()).toList();
    List<Ipv4> clients = exits.clients(self);
    if (links.passesOn(self) || !own.isEmpty() || !clients.isEmpty()) {
      text.passOn(through, own);
    }
    if (!clients.isEmpty()) {
      text.letOut(clients, through, own);
    }
    if (exit.isPresent()) {
      text.leaveByTunnel();
    }
    Map<WgNode, List<WgNode>> behind = behind(self);
    behind.forEach((peer, relayed) -> peer(text, self, peer, relayed));
    return text.toString();
  }

  private List<Subnet> routesOfOthers(WgNode self) {
    return links.nodes().values().stream()
        .filter(other -> !other.name().equals(self.name()))
        .filter(other -> links.linked(self, other) || links.relay(self, other).isPresent())
        .flatMap(other -> other.node().routes().stream())
        .toList();
  }

  /** The peers in order, each with those that are reached by it. */
  private Map<WgNode, List<WgNode>> behind(WgNode self) {
    Map<WgNode, List<WgNode>> behind = new LinkedHashMap<>();
    List<WgNode> others = new ArrayList<>();
    for (WgNode other : links.nodes().values()) {
      if (links.linked(self, other)) {
        behind.put(other, new ArrayList<>());
      } else {
        others.add(other);
      }
    }
    others.forEach(
        other -> links.relay(self, other).ifPresent(relay -> behind.get(relay).add(other)));
    return behind;
  }

  private void peer(WgText text, WgNode self, WgNode peer, List<WgNode> relayed) {
    List<Ipv4> addresses = new ArrayList<>(List.of(peer.node().address()));
    relayed.forEach(other -> addresses.add(other.node().address()));
    List<Subnet> allowed = new ArrayList<>(Cidrs.of(addresses));
    allowed.addAll(peer.node().routes());
    relayed.forEach(other -> allowed.addAll(other.node().routes()));
    if (exits.of(self).filter(exit -> exit.name().equals(peer.name())).isPresent()) {
      allowed.add(EVERYTHING);
    }
    Optional<Reach> endpoint = Reach.of(self, peer);
    text.peer(peer.name(), peer.key(), allowed, endpoint, hasToCall(self, peer));
  }

  /** Who cannot be called, or is soon somewhere else, keeps its door open by calling itself. */
  private static boolean hasToCall(WgNode self, WgNode peer) {
    return Reach.of(self, peer).isPresent()
        && (Reach.of(peer, self).isEmpty() || self.node().presence() == MeshNode.Presence.ROAMS);
  }
}
