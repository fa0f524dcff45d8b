package io.meshinfra.network.proof;

import io.meshinfra.desired.Member;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.Peer;
import io.meshinfra.network.matrix.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/** Holds the matrix against the invariants that the intent asks for. */
public final class Invariants {
  /** ssh, telnet, RDP, VNC, and the hub's own API. */
  private static final List<Integer> ADMIN_PORTS = List.of(22, 23, 3389, 5900, 8181);

  /** Where people expect an sshd for the worst case. */
  private static final int EMERGENCY = 2222;

  private static final int WAYS = 2;

  private final Intent intent;
  private final SortedMap<NodeName, Member> members;
  private final Matrix matrix;

  /**
   * @param members nodes of the fleet; ways into others are not known
   */
  public Invariants(Intent intent, SortedMap<NodeName, Member> members, Matrix matrix) {
    this.intent = intent;
    this.members = members;
    this.matrix = matrix;
  }

  /** One check for each that the intent asks for. */
  public List<InvariantCheck> check() {
    List<InvariantCheck> checks = new ArrayList<>();
    intent
        .invariants()
        .forEach((invariant, at) ->
            checks.add(
                switch (invariant) {
                  case ADMIN_PORTS_NEVER_PUBLIC ->
                      InvariantCheck.of(invariant, at, publicAdministration());
                  case DEFAULT_DENY_INBOUND -> InvariantCheck.of(invariant, at, allOpen());
                  case TWO_WAYS_INTO_ALWAYS_ON -> InvariantCheck.of(invariant, at, fewWays());
                  case SSH_KEY_ONLY_AUTH ->
                      InvariantCheck.notChecked(
                          invariant, at, "nothing of the intent is compiled to sshd yet");
                  case TOKENS_EXPIRE_24H ->
                      InvariantCheck.notChecked(
                          invariant,
                          at,
                          "the hub tells: it refuses a revision that asks for this when its tokens"
                              + " live longer");
                }));
    return checks;
  }

  private List<String> publicAdministration() {
    List<String> broken = new ArrayList<>();
    for (NodeName node : intent.nodes().keySet()) {
      for (int port : ADMIN_PORTS) {
        if (outside(node, port).isPresent()) {
          broken.add("%s is open to everybody on port %d".formatted(node, port));
        }
      }
      for (int port : sshPorts(node)) {
        if (!ADMIN_PORTS.contains(port) && outside(node, port).filter(Permit::free).isPresent()) {
          broken.add(
              "%s is open to everybody on port %d, where sshd is, without a rate_limit"
                  .formatted(node, port));
        }
      }
    }
    return broken;
  }

  private Optional<Permit> outside(NodeName node, int port) {
    return matrix.access(Peer.OUTSIDE, node).at(Protocol.TCP, port);
  }

  private TreeSet<Integer> sshPorts(NodeName node) {
    TreeSet<Integer> ports = new TreeSet<>(List.of(EMERGENCY));
    if (members.containsKey(node)) {
      members.get(node).target().access().stream()
          .filter(path -> path.kind() == AccessPath.Kind.SSH)
          .forEach(path -> ports.add(path.port()));
    }
    return ports;
  }

  private List<String> allOpen() {
    List<String> broken = new ArrayList<>();
    for (NodeName node : intent.nodes().keySet()) {
      Access access = matrix.access(Peer.OUTSIDE, node);
      for (Protocol protocol : Protocol.values()) {
        boolean all =
            access.of(protocol).spans().stream()
                .anyMatch(span -> span.last() - span.first() >= PortList.LAST - 1);
        if (all) {
          broken.add("%s is open to everybody on all ports of %s".formatted(node, protocol.word()));
        }
      }
    }
    return broken;
  }

  private List<String> fewWays() {
    List<String> broken = new ArrayList<>();
    for (MeshNode node : intent.nodes().values()) {
      Member member = members.get(node.name());
      if (node.alwaysOn() && node.managed() && member != null) {
        Ways ways = Ways.into(member, intent, matrix);
        if (ways.open().size() < WAYS) {
          broken.add(
              "%s is always on and has fewer than %d ways in; %s"
                  .formatted(node.name(), WAYS, ways.told()));
        }
      }
    }
    return broken;
  }

  /** Why nobody could mend the node any more, if so. */
  public Optional<String> lockedOut(NodeName node) {
    return Optional.ofNullable(members.get(node))
        .map(member -> Ways.into(member, intent, matrix))
        .filter(ways -> ways.open().isEmpty())
        .map(ways -> "a firewall on %s would close every way in; %s".formatted(node, ways.told()));
  }
}
