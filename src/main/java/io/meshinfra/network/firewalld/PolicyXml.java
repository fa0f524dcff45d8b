package io.meshinfra.network.firewalld;

import io.meshinfra.network.firewall.FilterRule;
import io.meshinfra.network.firewall.Match;
import io.meshinfra.network.firewalld.FirewalldReader.NotUnderstood;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A policy as it is written.
 *
 * @param priority below 0, so that it comes before all zones
 * @param ingress zone that it is about
 * @param drops whether it drops what none of its rules decides about
 */
record PolicyXml(
    String file, int priority, String ingress, boolean drops, int end, List<RuleXml> written) {
  PolicyXml {
    written = List.copyOf(written);
  }

  static PolicyXml of(XmlFile xml) throws NotUnderstood {
    XmlFile.Element policy = xml.root();
    policy.is("policy", Set.of("priority", "target"));
    int priority = policy.number("priority");
    String target = policy.required("target");
    if (priority >= 0 || !Set.of("DROP", "CONTINUE").contains(target)) {
      throw policy.refused("such a policy is not understood");
    }
    String ingress = "";
    boolean egress = false;
    List<RuleXml> rules = new ArrayList<>();
    for (XmlFile.Element child : policy.children()) {
      switch (child.name()) {
        case "ingress-zone" -> {
          child.isAlone("ingress-zone", Set.of("name"));
          if (!ingress.isEmpty()) {
            throw child.refused("a second zone that it is from");
          }
          ingress = child.required("name");
        }
        case "egress-zone" -> {
          child.isAlone("egress-zone", Set.of("name"));
          if (egress || !child.required("name").equals("HOST")) {
            throw child.refused("what is not to the node itself is not understood");
          }
          egress = true;
        }
        default -> rules.add(RuleXml.of(child));
      }
    }
    if (ingress.isEmpty() || !egress) {
      throw policy.refused("a policy without zones");
    }
    return new PolicyXml(
        xml.file(), priority, ingress, target.equals("DROP"), policy.line(), rules);
  }

  /** In the order in which firewalld asks them, which is not that of the file. */
  List<FilterRule> rules(List<Match> where) {
    Comparator<RuleXml> order =
        Comparator.comparingInt(RuleXml::priority).thenComparing(RuleXml::accepts);
    List<FilterRule> rules = new ArrayList<>();
    for (RuleXml rule : written.stream().sorted(order).toList()) {
      List<Match> matches = new ArrayList<>(where);
      matches.addAll(rule.matches());
      rules.add(new FilterRule(file, rule.line(), matches, rule.accepts()));
    }
    if (drops) {
      rules.add(new FilterRule(file, end, where, false));
    }
    return rules;
  }
}
