package io.meshinfra.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.policy.risk.Assessment;
import io.meshinfra.policy.risk.Risk;
import io.meshinfra.session.ScopeFinding.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeCheckTest {
  private static final Instant WRITTEN = Contracts.BEGIN.plusSeconds(600);
  private static final Instant NOW = Contracts.BEGIN.plusSeconds(1200);
  private static final SessionContract CONTRACT =
      Contracts.of("include: [desired-state/**, docs/**]", "exclude: [desired-state/nodes/**]");

  private static SessionCommit commit(
      Instant written, Optional<Content> contract, String... paths) {
    return new SessionCommit(
        new Revision("2".repeat(40)),
        written,
        new TreeSet<>(Arrays.asList(paths)),
        true,
        true,
        contract);
  }

  private static List<Rule> rules(List<ScopeFinding> findings) {
    return findings.stream().map(ScopeFinding::rule).toList();
  }

  private static List<Rule> changing(String... paths) {
    return rules(ScopeCheck.commit(CONTRACT, commit(WRITTEN, Optional.empty(), paths), NOW));
  }

  @Test
  void shouldFindNothingInScope() {
    assertEquals(
        List.of(),
        changing("desired-state/profiles/a.yaml", "docs/x.md", "docs/_generated/snapshot.json"));
  }

  @ParameterizedTest
  @CsvSource({
    "README.md, PATH",
    "desired-state/nodes/hub.yaml, PATH",
    "docs/_grounding/facts.yml, PROTECTED",
    "docs/_grounding, PROTECTED",
    "infra/policy/rules.yaml, PROTECTED",
    ".session/session-20261123-claude-00000000.yaml, PROTECTED",
    "../etc/passwd, PATH"
  })
  void shouldFindPathsOutOfScope(String path, Rule rule) {
    assertEquals(List.of(rule), changing(path));
  }

  @Test
  void shouldLetASessionCarryItsContractAlong() {
    SessionCommit commit =
        commit(WRITTEN, Optional.of(CONTRACT.text()), Contracts.ID.path(), "docs/x.md");

    assertEquals(List.of(), ScopeCheck.commit(CONTRACT, commit, NOW));
  }

  @Test
  void shouldNotLetASessionWidenItself() {
    Content wider = Content.of(Contracts.text("include: ['**']"));
    SessionCommit commit = commit(WRITTEN, Optional.of(wider), Contracts.ID.path());

    List<ScopeFinding> findings = ScopeCheck.commit(CONTRACT, commit, NOW);

    assertEquals(List.of(Rule.CONTRACT), rules(findings));
    assertTrue(findings.getFirst().message().contains("cannot widen itself"), "" + findings);
  }

  @Test
  void shouldNotLetASessionRemoveItsContract() {
    assertEquals(List.of(Rule.CONTRACT), changing(Contracts.ID.path()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-23T18:00:00Z", "2026-11-25T10:00:00Z"})
  void shouldRefuseWhatWasWrittenAfterTheEnd(Instant written) {
    SessionCommit commit = commit(written, Optional.empty(), "docs/x.md");

    List<ScopeFinding> findings = ScopeCheck.commit(CONTRACT, commit, written.plusSeconds(1));

    assertEquals(List.of(Rule.TIME), rules(findings));
    assertTrue(findings.getFirst().message().contains("expired at"), "" + findings);
  }

  @Test
  void shouldRefuseWhatWasWrittenBeforeTheSession() {
    SessionCommit commit =
        commit(Contracts.BEGIN.minus(Duration.ofMinutes(6)), Optional.empty(), "docs/x.md");

    assertEquals(List.of(Rule.TIME), rules(ScopeCheck.commit(CONTRACT, commit, NOW)));
  }

  @Test
  void shouldRefuseWhatIsStillToBeWritten() {
    SessionCommit commit = commit(NOW.plusSeconds(301), Optional.empty(), "docs/x.md");

    assertEquals(List.of(Rule.TIME), rules(ScopeCheck.commit(CONTRACT, commit, NOW)));
  }

  @Test
  void shouldGiveAReviewItsTimeAndNotMore() {
    SessionCommit commit = commit(WRITTEN, Optional.empty(), "docs/x.md");
    Instant last = Contracts.END.plus(ScopeCheck.MERGED_WITHIN);

    assertEquals(List.of(), ScopeCheck.commit(CONTRACT, commit, last));
    assertEquals(
        List.of(Rule.TIME), rules(ScopeCheck.commit(CONTRACT, commit, last.plusSeconds(1))));
  }

  @Test
  void shouldRefuseACommitThatIsNotOnTopOfTheBase() {
    SessionCommit beside =
        new SessionCommit(
            new Revision("2".repeat(40)), WRITTEN, new TreeSet<>(), true, false, Optional.empty());

    assertEquals(List.of(Rule.CONTRACT), rules(ScopeCheck.commit(CONTRACT, beside, NOW)));
  }

  @Test
  void shouldRefuseMoreThanCanBeLookedAt() {
    SessionCommit huge =
        new SessionCommit(
            new Revision("2".repeat(40)), WRITTEN, new TreeSet<>(), false, true, Optional.empty());

    assertEquals(List.of(Rule.PATH), rules(ScopeCheck.commit(CONTRACT, huge, NOW)));
  }

  @Test
  void shouldMakeHostilePathsPrintableAndTellOnlySoMany() {
    String[] paths = IntStream.range(0, 60).mapToObj(i -> "x\033[31m" + i).toArray(String[]::new);

    List<ScopeFinding> findings =
        ScopeCheck.commit(CONTRACT, commit(WRITTEN, Optional.empty(), paths), NOW);

    assertEquals(51, findings.size());
    assertEquals("and 10 more", findings.getLast().message());
    assertTrue(findings.getFirst().message().startsWith("x\\u001b[31m0"), "" + findings);
  }

  // --- what is reached

  private static Reach reach(String node, String role, Map<String, Risk> changes) {
    TreeMap<NodeName, Reach.OnNode> nodes = new TreeMap<>();
    TreeMap<String, Assessment> assessed = new TreeMap<>();
    changes.forEach((what, risk) ->
        assessed.put(what, new Assessment(risk, List.of(new Assessment.Ground(risk, "why")))));
    nodes.put(new NodeName(node), new Reach.OnNode(Map.of("role", role), assessed));
    return new Reach.Told(nodes);
  }

  private static final Reach LAPTOP = reach("laptop", "workstation", Map.of("file:/a", Risk.LOW));
  private static final Reach HUB = reach("hub", "hub", Map.of("sudoers:x", Risk.CRITICAL));

  private static List<Rule> reaching(Reach reach, String... limits) {
    String[] spec = new String[limits.length + 1];
    spec[0] = "include: ['**']";
    System.arraycopy(limits, 0, spec, 1, limits.length);
    return rules(ScopeCheck.reach(Contracts.of(spec), reach));
  }

  @Test
  void shouldKeepToNamedNodes() {
    assertEquals(List.of(), reaching(LAPTOP, "nodes: {names: [laptop]}"));
    assertEquals(List.of(Rule.NODES), reaching(HUB, "nodes: {names: [laptop]}", "risk: critical"));
    assertEquals(
        List.of(Rule.NODES),
        reaching(HUB, "nodes: {selector: {role: workstation}}", "risk: critical"));
  }

  @Test
  void shouldKeepToTheNumberOfNodes() {
    assertEquals(List.of(), reaching(LAPTOP, "nodes: {max: 1}"));
    assertEquals(
        List.of(Rule.NODES), reaching(LAPTOP.and(HUB), "nodes: {max: 1}", "risk: critical"));
  }

  @Test
  void shouldKeepToTheRisk() {
    assertEquals(List.of(), reaching(LAPTOP, "risk: low"));
    assertEquals(List.of(Rule.RISK), reaching(HUB, "risk: medium"));
    assertEquals(List.of(Rule.RISK), reaching(HUB));
    assertEquals(List.of(), reaching(HUB, "risk: critical"));
  }

  @Test
  void shouldKeepToTheNumberOfChanges() {
    Reach more = reach("laptop", "other", Map.of("file:/a", Risk.LOW, "file:/b", Risk.LOW));

    assertEquals(List.of(), reaching(LAPTOP.and(LAPTOP), "maxChanges: 1"));
    assertEquals(List.of(Rule.CHANGES), reaching(LAPTOP.and(more), "maxChanges: 1"));
  }

  @Test
  void shouldRefuseWhatCannotBeToldOnlyIfThereIsALimit() {
    Reach untold = new Reach.Untold("the manifests have mistakes");

    assertEquals(List.of(Rule.NODES), reaching(LAPTOP.and(untold), "nodes: {max: 1}"));
    assertEquals(List.of(), reaching(untold, "risk: critical"));
  }

  @Test
  void shouldJudgeANodeByItsEarlierLabels() {
    Reach relabelled = HUB.and(reach("hub", "workstation", Map.of("file:/a", Risk.LOW)));

    assertEquals(
        List.of(Rule.NODES),
        reaching(relabelled, "nodes: {selector: {role: workstation}}", "risk: critical"));
  }
}
