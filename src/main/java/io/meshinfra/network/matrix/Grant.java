package io.meshinfra.network.matrix;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.intent.Rate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A rule with its names looked up.
 *
 * @param place {@code file:line:column}, or what it is built in for
 * @param to nodes only
 */
public record Grant(
    String name,
    String place,
    Peers from,
    Peers to,
    Set<Protocol> protocols,
    PortList ports,
    Optional<Rate> rate) {
  /** How the place of what no rule says begins. */
  static final String BUILT_IN = "built in: ";

  public Grant {
    protocols = Collections.unmodifiableSet(EnumSet.copyOf(protocols));
  }

  /** Whether it holds whatever the rules say. */
  public boolean builtIn() {
    return place.startsWith(BUILT_IN);
  }

  public boolean allows(Peer peer, NodeName node, Protocol protocol, int port) {
    return protocols.contains(protocol)
        && from.contains(peer)
        && to.nodes().contains(node)
        && ports.contains(port);
  }

  Access.Opening opening() {
    return new Access.Opening(protocols, ports, permit());
  }

  Permit permit() {
    return rate.map(Permit::limited).orElse(Permit.FREE);
  }
}
