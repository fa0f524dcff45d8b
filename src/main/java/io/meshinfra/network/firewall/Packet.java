package io.meshinfra.network.firewall;

import io.meshinfra.network.intent.Ipv4;
import java.util.OptionalLong;

/**
 * What a rule can ask of the first packets of a flow, apart from its ports.
 *
 * @param source its address as a number; empty for one of IPv6
 * @param state as conntrack sees it
 */
public record Packet(String iif, OptionalLong source, String state) {
  public static final String NEW = "new";

  @Override
  public String toString() {
    String address =
        source.isPresent() ? Ipv4.of(source.getAsLong()).toString() : "an address of IPv6";
    return address + " by " + iif;
  }
}
