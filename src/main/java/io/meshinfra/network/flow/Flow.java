package io.meshinfra.network.flow;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Protocol;

/**
 * One flow to a node of the mesh, from another one or from outside.
 *
 * @param address at which the node is reached: that in the mesh, from outside another one
 * @param meant what the matrix says of it
 */
public record Flow(
    Vantage from, NodeName to, Ipv4 address, Protocol protocol, int port, Meant meant) {

  /** What the matrix says. */
  public enum Meant {
    ALLOWED,
    /** Allowed up to a rate; one try in vain says nothing. */
    LIMITED,
    DENIED
  }

  /** For people, like {@code laptop -> hub:443/tcp}; from outside with the address. */
  @Override
  public String toString() {
    String flow = "%s -> %s:%d/%s".formatted(from, to, port, protocol.word());
    return from.isOutside() ? flow + " at " + address : flow;
  }
}
