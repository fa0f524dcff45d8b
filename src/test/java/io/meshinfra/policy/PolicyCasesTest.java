package io.meshinfra.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Policies with mistakes: one case per folder of {@code src/test/resources/policy/invalid}, whose
 * {@code in/} is the folder of the policy and {@code findings.txt} what is told of it. {@code
 * -Dgolden=overwrite} writes the latter anew.
 */
class PolicyCasesTest {
  private static final Path CASES = Path.of("src/test/resources/policy/invalid");
  private static final Policies POLICIES = new Policies(ResourceTypes.installed());

  @TestFactory
  List<DynamicTest> mistakes() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders
          .sorted()
          .map(folder -> dynamicTest(folder.getFileName().toString(), () -> check(folder)))
          .toList();
    }
  }

  private static void check(Path folder) throws IOException {
    MemoryTree tree = MemoryTree.of(folder.resolve("in"));
    PolicySet set = POLICIES.load(tree, "");
    String told = assertInstanceOf(PolicySet.Invalid.class, set).mistakes().report();
    Path golden = folder.resolve("findings.txt");
    if ("overwrite".equals(System.getProperty("golden"))) {
      Files.writeString(golden, told);
    }
    assertEquals(Files.exists(golden) ? Files.readString(golden) : "", told);
    assertEquals(Set.of(), tree.unread(), "files that nothing reads");
  }

  @Test
  void shouldHoldTheBuiltInRulesWithoutAnyPolicy() {
    PolicySet.Loaded loaded = loaded(new MemoryTree().with("README.md", "hi"));

    assertEquals(BuiltIn.rules(), loaded.rules());
    assertEquals(0, loaded.files());
  }

  @Test
  void shouldReadTheFolderAndNothingBelowIt() {
    PolicySet.Loaded loaded =
        loaded(
            new MemoryTree()
                .with("infra/policy/a.yaml", policy("a", "a"))
                .with("infra/policy/b.yml", policy("b", "b") + "---\n" + policy("c", "c"))
                .with("infra/policy/README.md", "hi")
                .with("infra/policy/intent/network.yaml", "version: 1")
                .with("infra/policy/.hidden.yaml", "not yaml: [")
                .with("infra/policy.yaml", "not yaml: ["));

    assertEquals(
        List.of("a", "b", "c"),
        loaded.rules().stream()
            .filter(rule -> !rule.position().equals(BuiltIn.POSITION))
            .map(PolicyRule::id)
            .toList());
    assertEquals(2, loaded.files());
  }

  @Test
  void shouldNotLeaveOutWhatCannotBeRead() {
    MemoryTree tree =
        new MemoryTree()
            .with("infra/policy/a.yaml", policy("a", "a"))
            .refusing("infra/policy/b.yaml", "\"infra/policy/b.yaml\" is a symlink")
            .refusing("infra/policy/intent/c.yaml", "not ours")
            .refusing("infra/policy/README.md", "not ours");

    assertEquals("infra/policy/b.yaml:1:1: \"infra/policy/b.yaml\" is a symlink\n", mistakes(tree));
  }

  @Test
  void shouldNotTakeAFolderThatIsALinkForNoPolicy() {
    assertEquals(
        "infra:1:1: infra is a submodule\n",
        mistakes(new MemoryTree().refusing("infra", "infra is a submodule")));
    assertEquals(
        "infra/policy:1:1: this is a file; the policy is a folder of files\n",
        mistakes(new MemoryTree().with("infra/policy", "hello")));
  }

  @Test
  void shouldBeTheSamePolicyWhenItsFilesAreTheSame() {
    PolicySet.Loaded one = loaded(new MemoryTree().with("infra/policy/a.yaml", policy("a", "a")));
    PolicySet.Loaded same = loaded(new MemoryTree().with("infra/policy/a.yaml", policy("a", "a")));
    PolicySet.Loaded other = loaded(new MemoryTree().with("infra/policy/a.yaml", policy("a", "b")));

    assertEquals(one.digest(), same.digest());
    assertEquals(one, one.and(same));
    assertEquals(one.rules().size() + other.rules().size(), one.and(other).rules().size());
  }

  @Test
  void shouldPutAnOwnRuleInPlaceOfABuiltInOne() {
    MemoryTree tree =
        new MemoryTree()
            .with(
                "infra/policy/a.yaml",
                policy("a", "x")
                    + "    - {id: sudoers-root, reason: no, severity: refuse, sudoersLint: {finds: root}}\n");

    List<PolicyRule> rules = loaded(tree).rules();

    assertEquals(1, rules.stream().filter(rule -> rule.id().equals("sudoers-root")).count());
    assertTrue(rules.contains(BuiltIn.rule("sudoers-lockout").orElseThrow()));
  }

  private static String policy(String name, String id) {
    return """
    apiVersion: mesh-infra/v1
    kind: Policy
    metadata: {name: %s}
    spec:
      rules:
        - {id: %s, reason: a test, forbiddenKinds: [shell]}
    """
        .formatted(name, id);
  }

  private static PolicySet.Loaded loaded(MemoryTree tree) {
    return assertInstanceOf(PolicySet.Loaded.class, POLICIES.load(tree, "infra/policy"));
  }

  private static String mistakes(MemoryTree tree) {
    return assertInstanceOf(PolicySet.Invalid.class, POLICIES.load(tree, "infra/policy"))
        .mistakes()
        .report();
  }
}
