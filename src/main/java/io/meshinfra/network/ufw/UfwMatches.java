package io.meshinfra.network.ufw;

import io.meshinfra.network.firewall.Match;
import io.meshinfra.network.firewall.Meaning;
import io.meshinfra.network.firewall.Messages;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.intent.Rate;
import io.meshinfra.network.intent.Subnet;
import io.meshinfra.network.ufw.UfwReader.NotUnderstood;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the conditions of one rule, up to its target. */
final class UfwMatches {
  private final UfwWords words;
  private final boolean six;
  private Optional<Protocol> protocol = Optional.empty();

  UfwMatches(UfwWords words, boolean six) {
    this.words = words;
    this.six = six;
  }

  List<Match> matches() throws NotUnderstood {
    List<Match> matches = new ArrayList<>();
    while (!words.take("-j")) {
      match().ifPresent(matches::add);
    }
    return matches;
  }

  /** Empty for what is no condition. */
  private Optional<Match> match() throws NotUnderstood {
    if (words.take("-i")) {
      return Optional.of(new Match.Interface(false, Set.of(words.next())));
    }
    if (words.take("-s")) {
      return Optional.of(source(words.next()));
    }
    if (words.take("-p")) {
      return Optional.of(protocol(words.next()));
    }
    if (words.take("--sport")) {
      return Optional.of(sourcePort(words.next()));
    }
    if (words.take("--dport")) {
      return Optional.of(ports(words.next()));
    }
    words.need("-m");
    if (words.take("comment")) {
      words.need("--comment");
      words.next();
      return Optional.empty();
    }
    if (words.take("conntrack")) {
      words.need("--ctstate");
      return Optional.of(states(words.next()));
    }
    words.need("hashlimit", "--hashlimit-upto");
    return Optional.of(limit());
  }

  private Match sourcePort(String word) throws NotUnderstood {
    if (protocol.isEmpty()) {
      throw words.refused("ports of no protocol");
    }
    return new Match.SourcePort(protocol.get(), understood(word, Integer::valueOf));
  }

  private Match source(String word) throws NotUnderstood {
    if (six && word.equals("fe80::/10")) {
      return new Match.Neighbours();
    }
    Subnet network =
        understood(
            word,
            text -> text.contains("/") ? Subnet.parse(text) : new Subnet(Ipv4.parse(text), 32));
    if (six) {
      throw words.refused("an address of IPv4 among those of IPv6");
    }
    return new Match.Source(
        new TreeMap<>(Map.of(network.first().number(), network.last().number())));
  }

  private Match protocol(String word) throws NotUnderstood {
    if (word.equals(six ? "icmpv6" : "icmp")) {
      words.need("--" + word + "-type");
      String type = words.next();
      String message =
          Messages.named(type)
              .orElseThrow(() -> words.refused("the message " + type + " is not understood"));
      return new Match.Icmp(six, Set.of(message));
    }
    protocol = Optional.of(understood(word, UfwMatches::protocolOf));
    return new Match.Transport(Set.of(protocol.get()));
  }

  private static Protocol protocolOf(String word) {
    return Arrays.stream(Protocol.values())
        .filter(one -> one.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }

  private Match ports(String word) throws NotUnderstood {
    if (protocol.isEmpty()) {
      throw words.refused("ports of no protocol");
    }
    String[] ends = word.split(":", 2);
    int first = understood(ends[0], Integer::valueOf);
    int last = understood(ends[ends.length - 1], Integer::valueOf);
    if (first < 0 || last < first || last > PortList.LAST) {
      throw words.refused(word + " is no range of ports");
    }
    return new Match.Ports(protocol.get(), new PortList(List.of(new PortList.Range(first, last))));
  }

  private Match states(String word) {
    return new Match.State(
        Arrays.stream(word.split(","))
            .map(state -> state.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet()));
  }

  /** Each limit counts for itself, so that no two may share a name; each address too. */
  private Match limit() throws NotUnderstood {
    Rate rate = understood(words.next(), Rate::parse);
    words.need("--hashlimit-burst");
    int burst = understood(words.next(), Integer::valueOf);
    words.need("--hashlimit-mode", "srcip", "--hashlimit-name");
    words.next();
    if (burst != rate.count()) {
      throw words.refused("a burst of %d is not the rate %s".formatted(burst, rate));
    }
    return new Match.Limit(six, rate);
  }

  private <T> T understood(String word, Meaning<T> meaning) throws NotUnderstood {
    return Meaning.understood(word, meaning, words::refused);
  }
}
