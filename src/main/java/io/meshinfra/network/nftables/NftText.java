package io.meshinfra.network.nftables;

import io.meshinfra.network.intent.InterfaceName;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.intent.Rate;
import io.meshinfra.network.intent.Subnet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Text of a ruleset, line by line. Every word that is no constant of this class has a type whose
 * form leaves nothing that nftables could take for something else.
 */
final class NftText {
  private final List<String> sets = new ArrayList<>();
  private final List<String> rules = new ArrayList<>();

  /** Families of addresses that are counted apart from each other. */
  private enum Family {
    IP("ip saddr", "ipv4_addr"),
    IP6("ip6 saddr", "ipv6_addr");

    private final String source;
    private final String type;

    Family(String source, String type) {
      this.source = source;
      this.type = type;
    }
  }

  /**
   * What holds before any rule of people: answers, this machine itself, what the network needs, and
   * who tells this machine its own addresses.
   */
  void opening() {
    rule("ct state established,related counter accept");
    rule("ct state invalid counter drop");
    rule("iifname \"lo\" counter accept");
    rule(
        "icmp type { echo-request, destination-unreachable, time-exceeded, parameter-problem }"
            + " counter accept");
    rule(
        "icmpv6 type { echo-request, destination-unreachable, packet-too-big, time-exceeded,"
            + " parameter-problem, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert }"
            + " counter accept");
    rule("ip6 saddr fe80::/10 icmpv6 type mld-listener-query counter accept");
    rule("ip6 saddr fe80::/10 udp sport 547 udp dport 546 counter accept");
    rule("meta nfproto ipv4 udp sport 67 udp dport 68 counter accept");
  }

  /** Addresses of the mesh count only where the mesh comes in. */
  void keepOut(Subnet mesh, SortedSet<InterfaceName> interfaces) {
    rule(
        "iifname != { %s } ip saddr %s counter drop"
            .formatted(
                interfaces.stream()
                    .map(name -> "\"" + name.value() + "\"")
                    .collect(Collectors.joining(", ")),
                mesh));
  }

  /** Opens ports to addresses. */
  void open(List<Ipv4> sources, Protocol protocol, PortList ports, Comment comment) {
    rule(
        "ip saddr { %s } %s counter accept%s"
            .formatted(addresses(sources), match(protocol, ports), comment));
  }

  /** Opens ports to everybody. */
  void open(Protocol protocol, PortList ports, Comment comment) {
    rule("%s counter accept%s".formatted(match(protocol, ports), comment));
  }

  /** Opens ports to addresses, as often as the rate says, of each address. */
  void open(List<Ipv4> sources, Protocol protocol, PortList ports, Rate rate, Comment comment) {
    limited(
        "ip saddr { %s } ".formatted(addresses(sources)),
        match(protocol, ports),
        Family.IP,
        rate,
        comment);
  }

  /** Opens ports to everybody, as often as the rate says, of each address. */
  void open(Protocol protocol, PortList ports, Rate rate, Comment comment) {
    for (Family family : Family.values()) {
      limited("", match(protocol, ports), family, rate, comment);
    }
  }

  private void limited(String sources, String match, Family family, Rate rate, Comment comment) {
    String set = "limit_" + (sets.size() + 1);
    sets.add(
        """
        \tset %s {
        \t\ttype %s
        \t\tsize 65535
        \t\tflags dynamic,timeout
        \t\ttimeout %s
        \t}
        """
            .formatted(set, family.type, timeout(rate.per())));
    rule(
        "%s%s ct state new update @%s { %s limit rate %s burst %d packets } counter accept%s"
            .formatted(sources, match, set, family.source, rate, rate.count(), comment));
  }

  /** Twice the time of the rate: as long as what was counted matters. */
  private static String timeout(Rate.Unit per) {
    return switch (per) {
      case SECOND -> "2s";
      case MINUTE -> "2m";
      case HOUR -> "2h";
      case DAY -> "2d";
    };
  }

  private static String match(Protocol protocol, PortList ports) {
    return ports.isAll()
        ? "meta l4proto " + protocol.word()
        : "%s dport { %s }".formatted(protocol.word(), ports);
  }

  /** Neighbours as one range: rules for a whole role stay short. */
  private static String addresses(Collection<Ipv4> sources) {
    List<Ipv4> sorted = sources.stream().sorted().toList();
    List<String> ranges = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      if (i == sorted.size() || sorted.get(i).number() != sorted.get(i - 1).number() + 1) {
        Ipv4 first = sorted.get(begin);
        Ipv4 last = sorted.get(i - 1);
        ranges.add(first.equals(last) ? first.toString() : first + "-" + last);
        begin = i;
      }
    }
    return String.join(", ", ranges);
  }

  private void rule(String text) {
    rules.add("\t\t" + text + "\n");
  }

  /** The whole file: the table takes the place of the one before it, all at once. */
  String text() {
    return """
    #!/usr/sbin/nft -f
    # Kept by mesh-infra, made from the network intent: what is changed here by hand is undone.
    # Only this table is replaced; what other programs have is left alone.
    table inet mesh_infra
    delete table inet mesh_infra

    table inet mesh_infra {
    """
        + String.join("", sets)
        + """
        \tchain input {
        \t\ttype filter hook input priority filter; policy drop;
        """
        + String.join("", rules)
        + """
        \t}
        }
        """;
  }
}
