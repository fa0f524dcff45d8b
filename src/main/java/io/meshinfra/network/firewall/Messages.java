package io.meshinfra.network.firewall;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names of messages of ICMP: those of iptables and firewalld, and a number where some versions have
 * no name, as {@link Match.Icmp} has them.
 */
public final class Messages {
  /** Those that every machine takes, of both families; without them connections hang. */
  public static final List<String> TAKEN =
      List.of("echo-request", "destination-unreachable", "time-exceeded", "parameter-problem");

  /** What IPv6 cannot do without beside them. */
  public static final List<String> TAKEN_BY_IPV6 =
      List.of(
          "packet-too-big",
          "router-advertisement",
          "neighbour-solicitation",
          "neighbour-advertisement");

  private static final Map<String, String> NAMES =
      Map.of(
          "echo-request", "echo-request",
          "destination-unreachable", "destination-unreachable",
          "time-exceeded", "time-exceeded",
          "parameter-problem", "parameter-problem",
          "packet-too-big", "packet-too-big",
          "router-advertisement", "nd-router-advert",
          "neighbour-solicitation", "nd-neighbor-solicit",
          "neighbour-advertisement", "nd-neighbor-advert",
          "130", "mld-listener-query");

  private Messages() {}

  /** Empty for a message that no rule of ours speaks of. */
  public static Optional<String> named(String name) {
    return Optional.ofNullable(NAMES.get(name));
  }
}
