package io.meshinfra.network.proof;

import io.meshinfra.desired.Member;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.AdminPorts;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.Decision;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.Peer;
import io.meshinfra.network.matrix.Permit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is open to everybody and must not be, with the rule that opens it. */
record PublicPorts(
    Intent intent, SortedMap<NodeName, Member> members, List<Grant> grants, Matrix matrix) {
  /** Where people expect an sshd for the worst case. */
  private static final int EMERGENCY = 2222;

  /** So many of one protocol, by whatever rules, and it is no list of services any more. */
  private static final int MOST = PortList.LAST / 2;

  /** A port for administration, or one of an sshd without a limit. */
  List<String> administration() {
    List<String> broken = new ArrayList<>();
    for (NodeName node : intent.nodes().keySet()) {
      for (Protocol protocol : Protocol.values()) {
        List<Integer> open =
            AdminPorts.ALL.stream()
                .filter(port -> outside(node).at(protocol, port).isPresent())
                .toList();
        byRule(node, protocol, open)
            .forEach((rule, ports) ->
                broken.add(
                    "%s is open to everybody on %s %s%s"
                        .formatted(node, protocol.word(), ports, rule)));
      }
      for (int port : sshPorts(node)) {
        if (outside(node).at(Protocol.TCP, port).filter(Permit::free).isPresent()) {
          String rule = rule(node, Protocol.TCP, port);
          broken.add(
              "%s is open to everybody on tcp %d, where sshd is, without a rate_limit%s"
                  .formatted(node, port, rule));
        }
      }
    }
    return broken;
  }

  private Access outside(NodeName node) {
    return matrix.access(Peer.OUTSIDE, node);
  }

  private Map<String, String> byRule(NodeName node, Protocol protocol, List<Integer> ports) {
    return ports.stream()
        .collect(
            Collectors.groupingBy(
                port -> rule(node, protocol, port),
                LinkedHashMap::new,
                Collectors.collectingAndThen(
                    Collectors.toList(),
                    some ->
                        new PortList(
                                some.stream().map(port -> new PortList.Range(port, port)).toList())
                            .toString())));
  }

  private String rule(NodeName node, Protocol protocol, int port) {
    return Decision.of(grants, Peer.OUTSIDE, node, protocol, port).by().stream()
        .findFirst()
        .map(grant -> ", by %s (%s)".formatted(grant.name(), grant.place()))
        .orElse("");
  }

  /** Those that are no port for administration anyway. */
  private TreeSet<Integer> sshPorts(NodeName node) {
    TreeSet<Integer> ports = new TreeSet<>(List.of(EMERGENCY));
    if (members.containsKey(node)) {
      members.get(node).target().access().stream()
          .filter(path -> path.kind() == AccessPath.Kind.SSH)
          .forEach(path -> ports.add(path.port()));
    }
    ports.removeAll(AdminPorts.ALL);
    return ports;
  }

  /** So much that nothing is denied any more, by one rule or by several. */
  List<String> nearlyAll() {
    List<String> broken = new ArrayList<>();
    for (NodeName node : intent.nodes().keySet()) {
      for (Protocol protocol : Protocol.values()) {
        int open =
            outside(node).of(protocol).spans().stream()
                .mapToInt(span -> span.last() - Math.max(1, span.first()) + 1)
                .sum();
        if (open > MOST) {
          broken.add(
              "%s is open to everybody on %s of %s"
                  .formatted(
                      node,
                      open == PortList.LAST ? "all ports" : open + " ports",
                      protocol.word()));
        }
      }
    }
    return broken;
  }
}
