package io.meshinfra.network.proof;

import io.meshinfra.desired.Member;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.Peer;
import java.util.List;
import java.util.Set;

/**
 * Which ways into a node the matrix leaves open. One by the mesh is, when a hub may use it; any
 * other has to be open to everybody, since nobody knows where the hub comes from then.
 */
record Ways(List<AccessPath> open, List<AccessPath> closed) {
  private static final Set<String> BY_THE_MESH = Set.of("tailscale", "wireguard");

  Ways {
    open = List.copyOf(open);
    closed = List.copyOf(closed);
  }

  static Ways into(Member member, Intent intent, Matrix matrix) {
    List<AccessPath> all = member.target().access();
    return new Ways(
        all.stream().filter(path -> isOpen(path, member.name(), intent, matrix)).toList(),
        all.stream().filter(path -> !isOpen(path, member.name(), intent, matrix)).toList());
  }

  private static boolean isOpen(AccessPath path, NodeName node, Intent intent, Matrix matrix) {
    if (path.kind() == AccessPath.Kind.LOCAL) {
      return true;
    }
    boolean byMesh =
        BY_THE_MESH.contains(path.name())
            || intent
                .node(node)
                .map(one -> one.address().toString())
                .filter(path.host()::equals)
                .isPresent();
    return byMesh
        ? intent.hubs().stream().anyMatch(hub -> lets(matrix, new Peer.Node(hub), node, path))
        : lets(matrix, Peer.OUTSIDE, node, path);
  }

  private static boolean lets(Matrix matrix, Peer from, NodeName node, AccessPath path) {
    return matrix.access(from, node).at(Protocol.TCP, path.port()).isPresent();
  }

  String told() {
    return "open: %s; closed: %s".formatted(told(open), told(closed));
  }

  private static String told(List<AccessPath> paths) {
    return paths.isEmpty()
        ? "none"
        : String.join(", ", paths.stream().map(AccessPath::toString).toList());
  }
}
