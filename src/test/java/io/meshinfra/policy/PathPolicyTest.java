package io.meshinfra.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathPolicyTest {
  @Test
  void shouldAskForThePagesAndIntentsOfPeopleWithoutAnyPolicy() {
    List<Finding> findings =
        check(
            "",
            "README.md",
            "infra/policy/intent/network.yaml",
            "docs/_grounding/adr/0001-x.md",
            "docs/_generated/snapshot.json",
            "infra/policy/intent/notes/x.yaml",
            "infra/policy/default.yaml");

    assertEquals(
        List.of(
            "protected-files: docs/_grounding/adr/0001-x.md: is protected by docs/_grounding/**"
                + " [people change these, not programs]",
            "protected-files: infra/policy/intent/network.yaml: is protected by"
                + " infra/policy/intent/*.yaml [people change these, not programs]"),
        findings.stream().map(Finding::toString).toList());
    assertEquals(
        List.of(Severity.ASK, Severity.ASK), findings.stream().map(Finding::severity).toList());
  }

  @Test
  void shouldFollowThePolicy() {
    String rules =
        """
        - {id: protected-files, reason: ours, severity: warn, protectedFiles: [docs/_grounding/**]}
        - {id: ci, reason: the pipeline judges this, severity: refuse, protectedFiles: [".ci/**", Makefile]}
        - {id: other, reason: about nodes, protectedPaths: [/etc/passwd]}
        """;

    List<Finding> findings =
        check(rules, "infra/policy/intent/network.yaml", ".ci/run", "docs/_grounding/facts.yml");

    assertEquals(
        List.of("REFUSE ci", "WARN protected-files"),
        findings.stream().map(f -> f.severity() + " " + f.rule()).toList());
  }

  @Test
  void shouldShowHostileNamesOnOneLine() {
    Finding finding = check("", "docs/_grounding/a\nb\u001b[31m.md").getFirst();

    assertEquals(1, finding.toString().lines().count());
    assertEquals(-1, finding.toString().indexOf('\u001b'));
  }

  private static List<Finding> check(String rules, String... changed) {
    MemoryTree tree = new MemoryTree();
    if (!rules.isEmpty()) {
      tree.with(
          "infra/policy/a.yaml",
          "apiVersion: mesh-infra/v1\nkind: Policy\nmetadata: {name: a}\nspec:\n  rules:\n"
              + rules.indent(4));
    }
    PolicySet set = new Policies(ResourceTypes.installed()).load(tree, "infra/policy");
    return new PathPolicy(assertInstanceOf(PolicySet.Loaded.class, set).rules())
        .check(List.of(changed));
  }
}
