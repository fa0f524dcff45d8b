package io.meshinfra.network.wireguard;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.WireguardKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A node that tunnels lead to.
 *
 * @param elsewhere its access paths that are no way by a mesh; the first one first
 */
record WgNode(MeshNode node, WireguardKey key, List<AccessPath> elsewhere) {
  private static final Set<String> BY_A_MESH = Set.of("tailscale", "wireguard");
  private static final String LAN = "lan";

  WgNode {
    elsewhere = List.copyOf(elsewhere);
  }

  static WgNode of(MeshNode node, WireguardKey key, List<AccessPath> access) {
    return new WgNode(
        node,
        key,
        access.stream()
            .filter(path -> path.kind() == AccessPath.Kind.SSH)
            .filter(path -> !BY_A_MESH.contains(path.name()))
            .filter(path -> !path.host().equals(node.address().toString()))
            .toList());
  }

  NodeName name() {
    return node.name();
  }

  /** Its way in by the local network that all nodes with such a way share. */
  Optional<AccessPath> lan() {
    return elsewhere.stream().filter(path -> path.name().equals(LAN)).findFirst();
  }

  /** Its first way in that leads there from anywhere. */
  Optional<AccessPath> open() {
    return elsewhere.stream().filter(path -> !path.name().equals(LAN)).findFirst();
  }
}
