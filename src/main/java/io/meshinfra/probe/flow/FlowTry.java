package io.meshinfra.probe.flow;

/**
 * One connection that a node tries to make.
 *
 * @param address IPv4, in numbers
 */
public record FlowTry(String address, Protocol protocol, int port) {
  /** How. */
  public enum Protocol {
    TCP,
    UDP
  }
}
