package io.meshinfra.network.intent;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.bind.Binder;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.desired.yaml.Yaml;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the rules of an intent whose nodes and groups are known. */
final class RuleReader {
  private final Intent intent;
  private final Set<String> nodes;
  private final Set<String> groups;
  private final Set<String> roles = new TreeSet<>();
  private final List<Finding> findings;

  /**
   * @param nodes names as they are written, also of nodes with mistakes
   * @param groups the same of groups
   */
  RuleReader(Intent intent, Set<String> nodes, Set<String> groups, List<Finding> findings) {
    this.intent = intent;
    this.nodes = nodes;
    this.groups = groups;
    this.findings = findings;
    intent.nodes().values().forEach(node -> node.roles().forEach(role -> roles.add(role.value())));
  }

  List<AccessRule> read(List<Yaml> items) {
    List<AccessRule> rules = new ArrayList<>();
    Map<Label, Position> names = new HashMap<>();
    for (Yaml item : items) {
      Optional<IntentManifest.Rule> bound =
          new Binder(findings).bind(IntentManifest.Rule.class, item, "the rule");
      bound.ifPresent(rule -> {
        Position first = names.putIfAbsent(rule.name(), item.at());
        if (first != null) {
          findings.add(
              Places.field(item, "name")
                  .at()
                  .finding(
                      "a second rule named %s; the first is at %s".formatted(rule.name(), first)));
        }
        check(rule.from(), Places.field(item, "from"));
        check(rule.to(), Places.field(item, "to"));
        rules.add(rule(rule, item.at()));
      });
    }
    return rules;
  }

  private static AccessRule rule(IntentManifest.Rule rule, Position at) {
    return new AccessRule(
        rule.name(),
        at,
        rule.from(),
        rule.to(),
        rule.ports(),
        rule.protocol().of(),
        rule.rateLimit());
  }

  void check(NodeSelection selection, Yaml where) {
    for (Selector selector : selection.of()) {
      switch (selector) {
        case Selector.Everybody all -> {}
        case Selector.Admin admin -> requireAdmin(where);
        case Selector.Role(Label role) -> require("role", role.value(), roles, selector, where);
        case Selector.Group(Label group) ->
            require("group", group.value(), groups, selector, where);
        case Selector.Node(var node) -> require("node", node.value(), nodes, selector, where);
      }
    }
  }

  private void require(
      String what, String name, Collection<String> known, Selector selector, Yaml where) {
    if (!known.contains(name)) {
      findings.add(
          Places.of(where, selector.toString())
              .finding(
                  "there is no %s %s%s".formatted(what, name, Places.hint(findings, name, known))));
    }
  }

  private void requireAdmin(Yaml where) {
    if (intent.members(new Selector.Admin()).isEmpty()) {
      findings.add(
          Places.of(where, "admin")
              .finding("admin stands for nobody: make a group admin, or give a node the role hub"));
    }
  }
}
