package io.meshinfra.network.firewall;

import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.intent.Rate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One rule of a filter.
 *
 * @param file where it stands
 * @param line of the file, counted from 1; 0 for what the program does by itself
 */
public record FilterRule(String file, int line, List<Match> matches, boolean accepts) {
  public FilterRule {
    matches = List.copyOf(matches);
  }

  /** Whether it may decide about a packet with ports, whichever they are. */
  boolean concerns(Packet packet) {
    return matches.stream().allMatch(match -> agrees(match, packet));
  }

  private static boolean agrees(Match match, Packet packet) {
    OptionalLong source = packet.source();
    return switch (match) {
      case Match.State(Set<String> states) -> states.contains(packet.state());
      case Match.Interface(boolean negated, Set<String> names) ->
          negated != names.contains(packet.iif());
      case Match.Source from -> source.isPresent() && from.has(source.getAsLong());
      case Match.Family family -> family.six() != source.isPresent();
      case Match.Limit limit -> limit.six() != source.isPresent();
      case Match.Icmp icmp -> false;
      case Match.AnyIcmp icmp -> false;
      case Match.Neighbours link -> packet.neighbour();
      case Match.ToTheLink link -> false;
      case Match.SourcePort from -> packet.sourcePort() == from.port();
      case Match.Transport any -> true;
      case Match.Ports ports -> true;
    };
  }

  /** Whether it decides about a message of ICMP; one of a neighbour may go to the whole link. */
  boolean concerns(Packet packet, String icmp) {
    return matches.stream()
        .allMatch(match ->
            switch (match) {
              case Match.Icmp(boolean six, Set<String> types) ->
                  six != packet.source().isPresent() && types.contains(icmp);
              case Match.AnyIcmp any -> any.six() != packet.source().isPresent();
              case Match.Neighbours link -> packet.neighbour();
              case Match.ToTheLink link -> packet.neighbour();
              case Match.SourcePort from -> false;
              case Match.Transport any -> false;
              case Match.Ports ports -> false;
              case Match.Family family -> agrees(family, packet);
              case Match.State state -> agrees(state, packet);
              case Match.Interface iif -> agrees(iif, packet);
              case Match.Source from -> agrees(from, packet);
              case Match.Limit limit -> agrees(limit, packet);
            });
  }

  /** The ports of a protocol that it speaks of; empty when it is not about the protocol. */
  Optional<PortList> ports(Protocol protocol) {
    PortList ports = PortList.ALL;
    for (Match match : matches) {
      if (match instanceof Match.Transport any && !any.protocols().contains(protocol)
          || match instanceof Match.SourcePort from && from.protocol() != protocol
          || match instanceof Match.Ports some && some.protocol() != protocol) {
        return Optional.empty();
      }
      ports = match instanceof Match.Ports some ? some.ports() : ports;
    }
    return Optional.of(ports);
  }

  Optional<Rate> rate() {
    return matches.stream()
        .filter(Match.Limit.class::isInstance)
        .map(match -> ((Match.Limit) match).rate())
        .findFirst();
  }
}
