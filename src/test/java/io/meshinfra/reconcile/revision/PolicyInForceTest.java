package io.meshinfra.reconcile.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.policy.BuiltIn;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.PolicyGate;
import io.meshinfra.policy.PolicyRule;
import io.meshinfra.policy.Verdict;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.Changes;
import io.meshinfra.support.MemoryTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PolicyInForceTest {
  private static final Revision FIRST = new Revision("1".repeat(40));
  private static final Revision SECOND = new Revision("2".repeat(40));
  private static final Revision THIRD = new Revision("3".repeat(40));
  private static final String STRICT = "{id: strict, reason: a test, forbiddenKinds: [shell]}";
  private static final String LOOSE = "{id: loose, reason: a test, forbiddenKinds: [git]}";

  private final Map<Revision, MemoryTree> trees = new HashMap<>();
  private final Map<Revision, Revision> before = new HashMap<>();
  private final RevisionReader reader =
      new RevisionReader(ResourceTypes.installed(), "", "infra/policy");
  private PolicyInForce policy = policy();

  private PolicyInForce policy() {
    return new PolicyInForce(
        reader,
        revision ->
            Optional.ofNullable(trees.get(revision))
                .orElseThrow(() -> new UnreadableFile(revision.abbreviated() + " is gone")),
        revision -> Optional.ofNullable(before.get(revision)));
  }

  /** A revision with one node, one file and perhaps a rule. */
  private void revision(Revision id, String content, String rule) {
    MemoryTree tree =
        new MemoryTree()
            .at(id)
            .with(
                "fleet.yaml",
                """
                apiVersion: mesh-infra/v1
                kind: Node
                metadata: {name: a}
                spec:
                  access: [{local: true}]
                  resources:
                    - file: {path: /etc/motd, content: %s}
                """
                    .formatted(content));
    if (!rule.isEmpty()) {
      tree.with(
          "infra/policy/p.yaml",
          """
          apiVersion: mesh-infra/v1
          kind: Policy
          metadata: {name: p}
          spec:
            rules:
              - %s
          """
              .formatted(rule));
    }
    trees.put(id, tree);
  }

  private void follow(Revision id) {
    policy.follow(fleet(id));
  }

  private Fleet fleet(Revision id) {
    return assertInstanceOf(Loading.Loaded.class, reader.load(trees.get(id))).fleet();
  }

  private List<String> own() {
    return policy.written().stream()
        .filter(rule -> !rule.position().equals(BuiltIn.POSITION))
        .map(PolicyRule::id)
        .toList();
  }

  @Test
  void shouldJudgeTheFirstRevisionByItsOwn() {
    revision(FIRST, "hi", STRICT);

    follow(FIRST);

    assertEquals(List.of("strict"), own());
  }

  @Test
  void shouldJudgeARevisionThatLoosensThePolicyByTheOneBeforeToo() {
    revision(FIRST, "hi", STRICT);
    revision(SECOND, "ho", LOOSE);
    follow(FIRST);

    follow(SECOND);

    assertEquals(new TreeSet<>(List.of("strict", "loose")), new TreeSet<>(own()));
  }

  @Test
  void shouldNotLetARevisionTakeThePolicyAway() {
    revision(FIRST, "hi", STRICT);
    revision(SECOND, "ho", "");
    follow(FIRST);

    follow(SECOND);

    assertEquals(List.of("strict"), own());
  }

  @Test
  void shouldJudgeTheNextRevisionByThePolicyThatIsInForceByThen() {
    revision(FIRST, "hi", STRICT);
    revision(SECOND, "ho", LOOSE);
    revision(THIRD, "he", LOOSE);
    follow(FIRST);
    follow(SECOND);

    follow(THIRD);

    assertEquals(List.of("loose"), own());
  }

  @Test
  void shouldJudgeARevisionThatChangesThePolicyAloneByItsOwn() {
    revision(FIRST, "hi", STRICT);
    revision(SECOND, "hi", LOOSE);
    follow(FIRST);

    follow(SECOND);

    assertEquals(List.of("loose"), own());
  }

  @Test
  void shouldRememberThePolicyBeforeAfterARestart() {
    revision(FIRST, "hi", STRICT);
    revision(SECOND, "ho", LOOSE);
    before.put(SECOND, FIRST);
    policy = policy();

    follow(SECOND);

    assertEquals(new TreeSet<>(List.of("strict", "loose")), new TreeSet<>(own()));

    revision(SECOND, "hi", LOOSE);
    policy = policy();
    follow(SECOND);
    assertEquals(List.of("loose"), own());
  }

  @Test
  void shouldRefuseEverythingWhenThePolicyBeforeIsGone() {
    revision(SECOND, "ho", LOOSE);
    before.put(SECOND, FIRST);

    follow(SECOND);

    Verdict verdict =
        new PolicyGate(policy.state().rules())
            .judge(
                Changes.plan("a", Changes.of("file", "{path: /etc/motd, content: hi}")),
                Circumstances.of(fleet(SECOND), Changes.NOW));
    Verdict.Refused refused = assertInstanceOf(Verdict.Refused.class, verdict);
    assertTrue(refused.reasons().contains("1111111111 is gone"), refused.reasons());
    assertEquals(false, refused.isPassing());
  }

  @Test
  void shouldTellMistakesOfManifestsAndPolicyTogether() {
    revision(FIRST, "[a, list]", "{id: x, reason: a test, forbiddenKinds: [shel]}");

    Loading.Invalid invalid =
        assertInstanceOf(Loading.Invalid.class, reader.load(trees.get(FIRST)));

    assertEquals(2, invalid.total(), invalid.report());
    assertTrue(invalid.report().contains("fleet.yaml:7"), invalid.report());
    assertTrue(invalid.report().contains("infra/policy/p.yaml:6"), invalid.report());
  }

  @Test
  void shouldNotTakeThePolicyForAPartOfTheFleet() {
    revision(FIRST, "hi", STRICT);
    trees
        .get(FIRST)
        .with(
            "infra/policy/intent/network.yaml",
            """
            version: 1
            nodes:
              hub: {internal_ip: 10.0.0.1/24, roles: [hub]}
            """);

    assertInstanceOf(Loading.Loaded.class, reader.load(trees.get(FIRST)));
  }
}
