package io.meshinfra.network.firewalld;

import io.meshinfra.network.firewall.Match;
import io.meshinfra.network.firewall.Messages;
import io.meshinfra.network.firewalld.FirewalldReader.NotUnderstood;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.intent.Subnet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One rich rule as it is written; a smaller priority comes first. */
record RuleXml(int line, int priority, List<Match> matches, boolean accepts) {
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  RuleXml {
    matches = List.copyOf(matches);
  }

  static RuleXml of(XmlFile.Element rule) throws NotUnderstood {
    rule.is("rule", Set.of("priority", "family"));
    int priority = rule.optional("priority").isPresent() ? rule.number("priority") : 0;
    Optional<String> family = rule.optional("family");
    List<Match> matches = new ArrayList<>();
    if (family.isPresent()) {
      matches.add(new Match.Family(six(rule, family.get())));
    }
    List<XmlFile.Element> parts = rule.children();
    if (parts.isEmpty() || parts.size() > 4) {
      throw rule.refused("a rule of " + parts.size() + " parts is not understood");
    }
    for (XmlFile.Element part : parts.subList(0, parts.size() - 1)) {
      matches.add(match(part, family));
    }
    XmlFile.Element verdict = parts.getLast();
    boolean accepts = verdict.name().equals("accept");
    verdict.isAlone(accepts ? "accept" : "drop", Set.of());
    return new RuleXml(rule.line(), priority, matches, accepts);
  }

  private static boolean six(XmlFile.Element rule, String family) throws NotUnderstood {
    return switch (family) {
      case "ipv4" -> false;
      case "ipv6" -> true;
      default -> throw rule.refused("the family " + family + " is not understood");
    };
  }

  private static Match match(XmlFile.Element part, Optional<String> family) throws NotUnderstood {
    return switch (part.name()) {
      case "source" -> {
        part.isAlone("source", Set.of("address"));
        if (family.equals(Optional.of("ipv6")) && part.required("address").equals("fe80::/10")) {
          yield new Match.Neighbours();
        }
        if (!family.equals(Optional.of("ipv4"))) {
          throw part.refused("an address of IPv4 needs its family");
        }
        Subnet network = part.understood("address", RuleXml::network);
        yield new Match.Source(
            new TreeMap<>(Map.of(network.first().number(), network.last().number())));
      }
      case "destination" -> {
        part.isAlone("destination", Set.of("address"));
        if (!family.equals(Optional.of("ipv6")) || !part.required("address").equals("ff02::/16")) {
          throw part.refused("what is not for the whole link is not understood");
        }
        yield new Match.ToTheLink();
      }
      case "port" -> {
        part.isAlone("port", Set.of("port", "protocol"));
        yield new Match.Ports(
            part.understood("protocol", RuleXml::protocol),
            part.understood("port", RuleXml::ports));
      }
      case "protocol" -> {
        part.isAlone("protocol", Set.of("value"));
        if (family.equals(Optional.of("ipv6")) && part.required("value").equals("ipv6-icmp")) {
          yield new Match.AnyIcmp(true);
        }
        yield new Match.Transport(Set.of(part.understood("value", RuleXml::protocol)));
      }
      default -> {
        part.isAlone("icmp-type", Set.of("name"));
        String name = part.required("name");
        boolean redirect = name.equals("redirect") && family.equals(Optional.of("ipv6"));
        Optional<String> message = redirect ? Optional.of("nd-redirect") : Messages.named(name);
        if (family.isEmpty() || message.isEmpty()) {
          throw part.refused("the message " + name + " is not understood");
        }
        yield new Match.Icmp(six(part, family.get()), Set.of(message.get()));
      }
    };
  }

  private static Subnet network(String text) {
    return text.contains("/") ? Subnet.parse(text) : new Subnet(Ipv4.parse(text), 32);
  }

  private static Protocol protocol(String text) {
    return Arrays.stream(Protocol.values())
        .filter(one -> one.word().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(text));
  }

  private static PortList ports(String text) {
    Matcher ends = RANGE.matcher(text);
    if (ends.matches()) {
      int first = Integer.parseInt(ends.group(1));
      int last = ends.group(2) == null ? first : Integer.parseInt(ends.group(2));
      if (first <= last && last <= PortList.LAST) {
        return new PortList(List.of(new PortList.Range(first, last)));
      }
    }
    throw new IllegalArgumentException(text);
  }
}
