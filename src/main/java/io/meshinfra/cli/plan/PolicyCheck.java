package io.meshinfra.cli.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Table;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.desired.Fleet;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.policy.Finding;
import io.meshinfra.policy.PathPolicy;
import io.meshinfra.policy.PolicySet;
import io.meshinfra.policy.Severity;
import io.meshinfra.policy.StaticCheck;
import io.meshinfra.policy.StaticCheck.Judged;
import io.meshinfra.report.FindingView;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges a directory of manifests by the policy beside it, and prints that.
 *
 * @param names of nodes; none for all
 * @param at time for windows and freezes
 * @param changed files of the repository
 */
record PolicyCheck(
    Manifests manifests, List<String> names, Optional<Instant> at, List<String> changed) {
  PolicyCheck {
    names = List.copyOf(names);
    changed = List.copyOf(changed);
  }

  /** All that was found: in what files were changed, and on each node. */
  private record Found(PolicySet.Loaded policy, List<Finding> files, List<Judged> nodes) {
    long count(Severity severity) {
      return Stream.concat(files.stream(), nodes.stream().flatMap(node -> node.findings().stream()))
          .filter(finding -> finding.severity() == severity)
          .count();
    }
  }

  int run(Shell shell, Format format) {
    Fleet fleet = manifests.valid();
    PolicySet.Loaded policy = manifests.policy();
    Found found =
        new Found(
            policy,
            new PathPolicy(policy.rules()).check(changed),
            StaticCheck.of(policy.rules(), at, shell.clock().instant()).check(fleet, nodes(fleet)));
    shell.print(
        format == Format.TABLE
            ? table(found, shell.screen().columns())
            : Tree.of(tree(found), format));
    return found.count(Severity.REFUSE) > 0 ? ExitCode.DIFFERENCES : ExitCode.FINE;
  }

  private Collection<NodeName> nodes(Fleet fleet) {
    if (names.isEmpty()) {
      return fleet.nodes().keySet();
    }
    return names.stream()
        .map(name ->
            fleet.nodes().keySet().stream()
                .filter(node -> node.value().equals(name.strip()))
                .findFirst()
                .orElseThrow(() ->
                    new Failure(
                        "there is no node %s in these manifests; they have: %s"
                            .formatted(
                                Printable.quote(name),
                                fleet.nodes().keySet().stream()
                                    .limit(10)
                                    .map(NodeName::value)
                                    .collect(Collectors.joining(", "))))))
        .toList();
  }

  private static String table(Found found, int width) {
    Table table = new Table("SEVERITY", "RULE", "NODE", "WHERE", "WHAT");
    found.files().forEach(finding -> row(table, "", finding));
    found
        .nodes()
        .forEach(
            node -> node.findings().forEach(finding -> row(table, node.node().value(), finding)));
    return (table.isEmpty() ? "" : table.text(width) + "\n") + summary(found);
  }

  private static void row(Table table, String node, Finding finding) {
    table.row(
        finding.severity().word(),
        finding.rule(),
        node,
        finding.place().map(Finding.Place::toString).orElse(""),
        finding.what() + (finding.reason().isEmpty() ? "" : " [" + finding.reason() + "]"));
  }

  private static String summary(Found found) {
    return "%s, %s: %d refused, %d to be approved, %s\n"
        .formatted(
            Counted.of(found.nodes().size(), "node"),
            Counted.of(found.policy().rules().size(), "rule"),
            found.count(Severity.REFUSE),
            found.count(Severity.ASK),
            Counted.of((int) found.count(Severity.WARN), "warning"));
  }

  private static ObjectNode tree(Found found) {
    ObjectNode tree =
        Tree.mapper()
            .createObjectNode()
            .put("refused", found.count(Severity.REFUSE))
            .put("asked", found.count(Severity.ASK))
            .put("warned", found.count(Severity.WARN))
            .put("rules", found.policy().rules().size());
    tree.set("files", findings(found.files()));
    ArrayNode nodes = tree.putArray("nodes");
    for (Judged node : found.nodes()) {
      ObjectNode one =
          nodes
              .addObject()
              .put("node", node.node().value())
              .put("risk", node.risk().risk().word())
              .put("why", node.risk().why());
      one.set("findings", findings(node.findings()));
    }
    return tree;
  }

  private static ArrayNode findings(List<Finding> findings) {
    ArrayNode list = Tree.mapper().createArrayNode();
    findings.stream().map(FindingView::of).map(Tree::of).forEach(list::add);
    return list;
  }
}
