package io.meshinfra.network.sshd;

import io.meshinfra.desired.Member;
import io.meshinfra.model.AccessPath;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where sshd listens: on the port of each access path, 22 when none has one, and on a hub also on
 * the emergency port when the rules open that to everybody. A path whose port is forwarded from
 * elsewhere costs a port more; one that is left out would cost a way in.
 */
public final class SshdPorts {
  /** Where people expect an sshd for the worst case. */
  public static final int EMERGENCY = 2222;

  private static final int USUAL = 22;
  private static final String EMERGENCY_PATH = "emergency";

  private SshdPorts() {}

  public static SortedSet<Integer> of(MeshNode node, Member member, Matrix matrix) {
    SortedSet<Integer> ports =
        member.target().access().stream()
            .filter(path -> path.kind() == AccessPath.Kind.SSH)
            .map(AccessPath::port)
            .collect(Collectors.toCollection(TreeSet::new));
    if (ports.isEmpty()) {
      ports.add(USUAL);
    }
    if (node.isHub() && isOpenToAll(node, matrix, EMERGENCY)) {
      ports.add(EMERGENCY);
    }
    return ports;
  }

  /**
   * Where sshd and the firewall contradict each other, each to be read on its own. It is told and
   * no mistake: nothing gets in that should not.
   *
   * @param listens where the sshd of the node does
   */
  public static List<String> mismatches(
      MeshNode node, Member member, Intent intent, Matrix matrix, SortedSet<Integer> listens) {
    List<String> told = new ArrayList<>();
    for (int port : listens) {
      if (!isOpenToSomebody(node, intent, matrix, port)) {
        told.add(
            "sshd of %s listens on port %d, and nothing lets anybody in there; open it with a rule"
                .formatted(node.name(), port));
      }
    }
    if (!listens.contains(EMERGENCY) && isOpenToAll(node, matrix, EMERGENCY)) {
      told.add(
          ("port %d of %s is open to everybody, and its sshd does not listen there; give its Node an"
                  + " access path named emergency with that port, or close it")
              .formatted(EMERGENCY, node.name()));
    }
    if (node.isHub() && emergency(member, listens).isEmpty()) {
      told.add(
          ("%s is a hub and has no emergency port; give its Node an access path named emergency with"
                  + " a port of its own")
              .formatted(node.name()));
    }
    return told;
  }

  private static Optional<Integer> emergency(Member member, SortedSet<Integer> listens) {
    return member.target().access().stream()
        .filter(path -> path.name().equals(EMERGENCY_PATH))
        .map(AccessPath::port)
        .filter(listens::contains)
        .findFirst()
        .or(() -> listens.contains(EMERGENCY) ? Optional.of(EMERGENCY) : Optional.empty());
  }

  private static boolean isOpenToAll(MeshNode node, Matrix matrix, int port) {
    return matrix.access(Peer.OUTSIDE, node.name()).at(Protocol.TCP, port).isPresent();
  }

  /** The hubs first, since one of them nearly always may, and there may be thousands of others. */
  private static boolean isOpenToSomebody(MeshNode node, Intent intent, Matrix matrix, int port) {
    return isOpenToAll(node, matrix, port)
        || Stream.concat(intent.hubs().stream(), intent.nodes().keySet().stream())
            .filter(other -> !other.equals(node.name()))
            .anyMatch(other ->
                matrix
                    .access(new Peer.Node(other), node.name())
                    .at(Protocol.TCP, port)
                    .isPresent());
  }
}
