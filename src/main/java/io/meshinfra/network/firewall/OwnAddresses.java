package io.meshinfra.network.firewall;

import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.Permit;
import io.meshinfra.network.matrix.Span;
import io.meshinfra.network.matrix.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Whether a node may learn its own addresses, and nobody more by that: answers of DHCP belong to no
 * connection, since questions go to everybody and answers come from one. Those for IPv4 are known
 * by both of their ports, those for IPv6 come from a neighbour (RFC 8415, sections 7.2 and 16).
 */
record OwnAddresses(Firewall firewall, FilterEvaluator evaluator, Access outside) {
  private static final OptionalLong SOMEBODY = OptionalLong.of(0xC0000201L);
  private static final int SERVER = 67;
  private static final int CLIENT = 68;
  private static final int SERVER_OF_IPV6 = 547;
  private static final int CLIENT_OF_IPV6 = 546;

  /** Where it is not so; by every interface that the rules treat differently. */
  List<String> differences() {
    List<String> wrong = new ArrayList<>();
    for (String iif : evaluator.interfaces()) {
      Packet four = new Packet(iif, SOMEBODY, Packet.NEW).from(SERVER);
      boolean leases = firewall.letsInLeases();
      require(four, leases ? List.of(and(CLIENT)) : List.of(outside), wrong);
      Packet neighbour = Packet.ofNeighbour(iif);
      require(neighbour.from(SERVER_OF_IPV6), List.of(and(CLIENT_OF_IPV6)), wrong);
      require(neighbour, List.of(outside, and(CLIENT_OF_IPV6)), wrong);
      Packet six = new Packet(iif, OptionalLong.empty(), Packet.NEW);
      require(six.from(SERVER_OF_IPV6), List.of(outside), wrong);
      require(six.from(SERVER), List.of(outside), wrong);
      require(neighbour.from(SERVER), List.of(outside, and(CLIENT_OF_IPV6)), wrong);
    }
    return wrong;
  }

  private Access and(int port) {
    List<Span> udp = new ArrayList<>(outside.of(Protocol.UDP).spans());
    udp.add(new Span(port, port, Permit.FREE));
    return new Access(outside.of(Protocol.TCP), Spans.union(udp));
  }

  private void require(Packet packet, List<Access> fine, List<String> wrong) {
    Access access = evaluator.access(packet);
    if (!fine.contains(access)) {
      wrong.add(
          "%s may reach %s, for the addresses of the node itself, but the ruleset lets in %s"
              .formatted(packet, fine.getLast(), access));
    }
  }
}
