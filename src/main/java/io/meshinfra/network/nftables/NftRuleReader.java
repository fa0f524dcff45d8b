package io.meshinfra.network.nftables;

import io.meshinfra.network.firewall.FilterRule;
import io.meshinfra.network.firewall.Match;
import io.meshinfra.network.firewall.Meaning;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.intent.Rate;
import io.meshinfra.network.intent.Subnet;
import io.meshinfra.network.nftables.Tokens.NotUnderstood;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Reads one rule: conditions, then what becomes of what meets them. */
final class NftRuleReader {
  private final Tokens tokens;
  private final Map<String, Boolean> limits;

  /**
   * @param limits sets by which addresses are counted, and whether they hold those of IPv6
   */
  NftRuleReader(Tokens tokens, Map<String, Boolean> limits) {
    this.tokens = tokens;
    this.limits = limits;
  }

  FilterRule rule() throws NotUnderstood {
    List<Match> matches = new ArrayList<>();
    while (true) {
      if (tokens.take("counter")) {
        continue;
      }
      if (tokens.take("accept")) {
        return end(matches, true);
      }
      if (tokens.take("drop")) {
        return end(matches, false);
      }
      matches.add(match());
    }
  }

  private FilterRule end(List<Match> matches, boolean accepts) throws NotUnderstood {
    int line = tokens.line();
    if (tokens.take("comment")) {
      tokens.text();
    }
    tokens.need("\n");
    return new FilterRule(NftFirewall.PATH, line, matches, accepts);
  }

  private Match match() throws NotUnderstood {
    if (tokens.take("ct")) {
      tokens.need("state");
      return new Match.State(states());
    }
    if (tokens.take("iifname")) {
      boolean negated = tokens.take("!=");
      return new Match.Interface(negated, new HashSet<>(tokens.items(true)));
    }
    if (tokens.take("ip")) {
      tokens.need("saddr");
      return new Match.Source(ranges());
    }
    if (tokens.take("ip6")) {
      tokens.need("saddr", "fe80::/10");
      return new Match.Neighbours();
    }
    if (tokens.take("meta")) {
      if (tokens.take("nfproto")) {
        tokens.need("ipv4");
        return new Match.Family(false);
      }
      tokens.need("l4proto");
      return new Match.Transport(protocols());
    }
    if (tokens.take("update")) {
      return limit();
    }
    for (Protocol protocol : Protocol.values()) {
      if (tokens.take(protocol.name().toLowerCase(Locale.ROOT))) {
        if (tokens.take("sport")) {
          return new Match.SourcePort(protocol, understood(tokens.word(), Integer::valueOf));
        }
        tokens.need("dport");
        return new Match.Ports(protocol, ports());
      }
    }
    if (tokens.take("icmp")) {
      tokens.need("type");
      return new Match.Icmp(false, new HashSet<>(tokens.items(false)));
    }
    tokens.need("icmpv6", "type");
    return new Match.Icmp(true, new HashSet<>(tokens.items(false)));
  }

  private Set<String> states() throws NotUnderstood {
    Set<String> states = new HashSet<>();
    do {
      states.add(tokens.word());
    } while (tokens.take(","));
    return states;
  }

  private Set<Protocol> protocols() throws NotUnderstood {
    Set<Protocol> protocols = new HashSet<>();
    for (String word : tokens.items(false)) {
      protocols.add(understood(word, text -> Protocol.valueOf(text.toUpperCase(Locale.ROOT))));
    }
    return protocols;
  }

  private PortList ports() throws NotUnderstood {
    List<PortList.Range> ranges = new ArrayList<>();
    for (String word : tokens.items(false)) {
      String[] ends = word.split("-", 2);
      int first = understood(ends[0], Integer::valueOf);
      int last = ends.length == 1 ? first : understood(ends[1], Integer::valueOf);
      if (last < first || last > PortList.LAST) {
        throw tokens.refused(word + " is no range of ports");
      }
      ranges.add(new PortList.Range(first, last));
    }
    return new PortList(ranges);
  }

  /** Sets of nftables that overlap are no sets, so these do not either. */
  private NavigableMap<Long, Long> ranges() throws NotUnderstood {
    NavigableMap<Long, Long> ranges = new TreeMap<>();
    for (String word : tokens.items(false)) {
      long first;
      long last;
      if (word.contains("/")) {
        Subnet network = understood(word, Subnet::parse);
        first = network.first().number();
        last = network.last().number();
      } else {
        String[] ends = word.split("-", 2);
        first = understood(ends[0], Ipv4::parse).number();
        last = ends.length == 1 ? first : understood(ends[1], Ipv4::parse).number();
      }
      var before = ranges.floorEntry(last);
      if (last < first || before != null && before.getValue() >= first) {
        throw tokens.refused(word + " overlaps another range, or ends before it begins");
      }
      ranges.put(first, last);
    }
    return ranges;
  }

  private Match limit() throws NotUnderstood {
    tokens.need("@");
    String set = tokens.word();
    tokens.need("{");
    boolean six = !tokens.take("ip");
    if (six) {
      tokens.need("ip6");
    }
    tokens.need("saddr", "limit", "rate");
    Rate rate = understood(tokens.word(), Rate::parse);
    tokens.need("burst");
    int burst = understood(tokens.word(), Integer::valueOf);
    tokens.need("packets", "}");
    if (!Boolean.valueOf(six).equals(limits.get(set))) {
      throw tokens.refused("there is no set %s for such addresses".formatted(set));
    }
    if (burst != rate.count()) {
      throw tokens.refused("a burst of %d is more than the rate %s".formatted(burst, rate));
    }
    return new Match.Limit(six, rate);
  }

  private <T> T understood(String word, Meaning<T> meaning) throws NotUnderstood {
    return Meaning.understood(word, meaning, tokens::refused);
  }
}
