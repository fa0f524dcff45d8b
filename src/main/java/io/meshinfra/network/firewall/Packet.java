package io.meshinfra.network.firewall;

import io.meshinfra.network.intent.Ipv4;
import java.util.OptionalLong;

/**
 * What a rule can ask of the first packets of a flow, apart from its ports.
 *
 * @param source its address as a number; empty for one of IPv6
 * @param state as conntrack sees it
 * @param neighbour whether it is from an address of IPv6 that counts on the link only
 * @param sourcePort 0 for one that no rule names
 */
public record Packet(
    String iif, OptionalLong source, String state, boolean neighbour, int sourcePort) {
  public static final String NEW = "new";

  public Packet(String iif, OptionalLong source, String state) {
    this(iif, source, state, false, 0);
  }

  /** Of IPv6, from the same link. */
  static Packet ofNeighbour(String iif) {
    return new Packet(iif, OptionalLong.empty(), NEW, true, 0);
  }

  Packet from(int port) {
    return new Packet(iif, source, state, neighbour, port);
  }

  @Override
  public String toString() {
    String address =
        source.isPresent()
            ? Ipv4.of(source.getAsLong()).toString()
            : (neighbour ? "a neighbour's" : "an") + " address of IPv6";
    return address + (sourcePort == 0 ? "" : " from its port " + sourcePort) + " by " + iif;
  }
}
