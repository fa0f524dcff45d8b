package io.meshinfra.network.firewalld;

import io.meshinfra.network.firewall.Filter;
import io.meshinfra.network.firewall.FilterRule;
import io.meshinfra.network.firewall.Match;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Reads the files as firewalld would, by an XML parser: the elements that we write, and nothing
 * else. It knows nothing of the compiler, so that it finds the mistakes of that. The order is that
 * of firewalld 1.x with nftables (firewalld.policies(5), firewalld.richlanguage(5)): answers,
 * invalid packets and loopback first; policies of a priority below 0 by that priority; in each,
 * rules of a priority below 0, then those that drop, then those that accept, then the target.
 */
final class FirewalldReader {
  private static final String ANY = "ANY";

  private FirewalldReader() {}

  /** The text says something that we never write. */
  static final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1;

    NotUnderstood(String message) {
      super(message);
    }
  }

  static Filter.Reading read(SortedMap<String, String> files) {
    try {
      return new Filter.Reading.Read(filter(files));
    } catch (NotUnderstood e) {
      return new Filter.Reading.NotUnderstood(e.getMessage());
    }
  }

  private static Filter filter(SortedMap<String, String> files) throws NotUnderstood {
    List<PolicyXml> policies = new ArrayList<>();
    Set<String> interfaces = new HashSet<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      XmlFile xml = XmlFile.of(file.getKey(), file.getValue());
      if (file.getKey().startsWith("/etc/firewalld/zones/")) {
        interfaces.addAll(zone(xml));
      } else {
        policies.add(PolicyXml.of(xml));
      }
    }
    policies.sort(Comparator.comparingInt(PolicyXml::priority));
    if (policies.stream().map(PolicyXml::priority).distinct().count() != policies.size()) {
      throw new NotUnderstood("two policies have the same priority");
    }
    List<FilterRule> rules = new ArrayList<>(byItself());
    boolean decided = false;
    for (PolicyXml policy : policies) {
      rules.addAll(policy.rules(where(policy, interfaces)));
      decided |= policy.ingress().equals(ANY) && policy.drops();
    }
    return new Filter(!decided, rules);
  }

  private static Set<String> zone(XmlFile xml) throws NotUnderstood {
    XmlFile.Element zone = xml.root();
    zone.is("zone", Set.of("target"));
    if (!zone.required("target").equals("DROP")) {
      throw zone.refused("a zone that does not drop is not understood");
    }
    Set<String> names = new HashSet<>();
    for (XmlFile.Element child : zone.children()) {
      child.isAlone("interface", Set.of("name"));
      names.add(child.required("name"));
    }
    return names;
  }

  /** The zone is known by its file's name, which a policy names. */
  private static List<Match> where(PolicyXml policy, Set<String> interfaces) throws NotUnderstood {
    return switch (policy.ingress()) {
      case ANY -> List.of();
      case "mesh-infra" -> List.of(new Match.Interface(false, interfaces));
      default -> throw new NotUnderstood("there is no zone " + policy.ingress());
    };
  }

  /** The beginning of its chain {@code filter_INPUT}, whatever is configured. */
  private static List<FilterRule> byItself() {
    return Stream.of(
            new FilterRule("", 0, List.of(new Match.State(Set.of("established", "related"))), true),
            new FilterRule("", 0, List.of(new Match.Interface(false, Set.of("lo"))), true),
            new FilterRule("", 0, List.of(new Match.State(Set.of("invalid"))), false))
        .toList();
  }
}
