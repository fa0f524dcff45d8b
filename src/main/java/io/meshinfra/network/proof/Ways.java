package io.meshinfra.network.proof;

import io.meshinfra.desired.Member;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.Peer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

  /** For a hub, wherever it is: what it keeps may be itself. */
  static Ways into(Member member, Intent intent, Matrix matrix) {
    return of(member, intent, matrix, intent.hubs());
  }

  /** The same, where a hub that keeps itself does not count: it is lost with the node. */
  static Ways fromElsewhere(Member member, Intent intent, Matrix matrix) {
    SortedSet<NodeName> others =
        new TreeSet<>(
            intent.hubs().contains(member.name()) ? intent.nodes().keySet() : intent.hubs());
    others.remove(member.name());
    return of(member, intent, matrix, others);
  }

  private static Ways of(Member member, Intent intent, Matrix matrix, SortedSet<NodeName> from) {
    Map<Boolean, List<AccessPath>> paths =
        member.target().access().stream()
            .collect(
                Collectors.partitioningBy(path ->
                    isMesh(path, member.name(), intent)
                        ? from.stream()
                            .anyMatch(
                                node -> lets(matrix, new Peer.Node(node), member.name(), path))
                        : isLocal(path) || lets(matrix, Peer.OUTSIDE, member.name(), path)));
    return new Ways(paths.get(true), paths.get(false));
  }

  private static boolean isLocal(AccessPath path) {
    return path.kind() == AccessPath.Kind.LOCAL;
  }

  private static boolean isMesh(AccessPath path, NodeName node, Intent intent) {
    return !isLocal(path)
        && (BY_THE_MESH.contains(path.name())
            || intent
                .node(node)
                .map(one -> one.address().toString())
                .filter(path.host()::equals)
                .isPresent());
  }

  private static boolean lets(Matrix matrix, Peer from, NodeName node, AccessPath path) {
    return matrix.access(from, node).at(Protocol.TCP, path.port()).isPresent();
  }

  /** How many of those open lead somewhere else than the others. */
  long doors() {
    return open.stream()
        .map(path -> List.of(path.kind(), path.host(), path.port()))
        .distinct()
        .count();
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
