package io.meshinfra.network.flow;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Protocol;

/**
 * One flow between two nodes of the mesh.
 *
 * @param address of the node that is reached
 * @param meant what the matrix says of it
 */
public record Flow(
    NodeName from, NodeName to, Ipv4 address, Protocol protocol, int port, Meant meant) {

  /** What the matrix says. */
  public enum Meant {
    ALLOWED,
    /** Allowed up to a rate; one try in vain says nothing. */
    LIMITED,
    DENIED
  }

  /** For people, like {@code laptop -> hub:443/tcp}. */
  @Override
  public String toString() {
    return "%s -> %s:%d/%s".formatted(from, to, port, protocol.word());
  }
}
