package io.meshinfra.reconcile.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Revision;
import io.meshinfra.session.Contracts;
import io.meshinfra.session.ScopeFinding.Rule;
import io.meshinfra.session.ScopeReport;
import io.meshinfra.session.SessionId;
import io.meshinfra.session.SessionTrailers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScopesTest {
  private static final SessionId ID = Contracts.ID;
  private static final String TRAILER = "\n\n" + SessionTrailers.line(ID);

  @TempDir Path folder;
  private AgentWorld world;
  private Revision base;

  @BeforeEach
  void begin() {
    world = new AgentWorld(folder);
    world.write("desired-state/nodes.yaml", AgentWorld.NODES);
    world.profile("hub", "/etc/hub", "1").profile("work", "/etc/work", "1");
    base = world.push("First");
    world.accepted();
  }

  @AfterEach
  void end() {
    world.close();
  }

  private String contract(String... spec) {
    return Contracts.text(ID, base.id(), Contracts.BEGIN, Contracts.END, spec);
  }

  /** People merge the contract. */
  private void merged(String... spec) {
    world.write(ID.path(), contract(spec)).push("Agree to a session");
    world.accepted();
  }

  private ScopeReport report() {
    try {
      return world.agents.scopes().between(world.source.accepted().orElseThrow(), world.fetched());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Rule> rules(ScopeReport report) {
    return Stream.concat(
            report.commits().stream().flatMap(commit -> commit.findings().stream()),
            report.sessions().stream().flatMap(session -> session.findings().stream()))
        .map(finding -> finding.rule())
        .toList();
  }

  @Test
  void shouldNotJudgePeople() {
    world.write("docs/_grounding/facts.yml", "x: 1\n").push("Mend the facts");

    assertEquals(ScopeReport.NO_SESSION, report());
    assertEquals(Optional.empty(), world.agents.refusal(world.fetched()));
  }

  @Test
  void shouldLetInWhatKeepsToAMergedContract() {
    merged("include: [desired-state/profiles/**]");
    world.profile("work", "/etc/work", "2").push("Change it" + TRAILER);

    ScopeReport report = report();

    assertTrue(report.passes(), report.reasons());
    assertEquals("1 commit of sessions, all in scope", report.headline());
    assertEquals(Optional.empty(), world.agents.refusal(world.fetched()));
  }

  @Test
  void shouldRefuseACommitOutsideItsContract() {
    merged("include: [docs/**]");
    world.write("docs/a.md", "a").push("In" + TRAILER);
    world.write("ansible/x.yaml", "a").push("Out" + TRAILER);

    ScopeReport report = report();
    String refusal = world.agents.refusal(world.fetched()).orElseThrow();

    assertEquals(List.of(Rule.PATH), rules(report));
    assertEquals("Out", report.commits().getLast().subject());
    assertTrue(refusal.contains("ansible/x.yaml is not among the paths"), refusal);
    assertTrue(refusal.contains("mesh source accept-scope " + world.fetched()), refusal);
  }

  @Test
  void shouldRefuseEvenWhatALaterCommitTakesBack() {
    merged("include: [docs/**]");
    world.write("ansible/x.yaml", "a").push("Out" + TRAILER);
    world.repository.git("rm", "-q", "ansible/x.yaml");
    world.push("Back" + TRAILER);

    assertFalse(report().passes());
  }

  @Test
  void shouldNotBelieveAContractThatComesAlong() {
    world.write(ID.path(), contract("include: ['**']")).push("Allow myself");
    world.write("ansible/x.yaml", "a").push("Do it" + TRAILER);

    ScopeReport report = report();

    assertEquals(List.of(Rule.CONTRACT), rules(report));
    assertTrue(report.reasons().contains("no contract of session"), report.reasons());
    assertTrue(report.reasons().contains("mesh session issue"), report.reasons());
  }

  @Test
  void shouldJudgeByTheContractOfTheBaseWhenACommitWidensIt() {
    merged("include: [docs/**]");
    world.write(ID.path(), contract("include: ['**']")).push("Widen" + TRAILER);
    world.write("ansible/x.yaml", "a").push("Use it" + TRAILER);

    assertEquals(List.of(Rule.CONTRACT, Rule.PATH), rules(report()));
  }

  @Test
  void shouldBelieveAContractThatTheHubIssued() {
    String text = contract("include: [docs/**]");
    world.agents.contracts().issue(ID.path(), text, "ada");
    world.write(ID.path(), text).write("docs/a.md", "a").push("Carry it along" + TRAILER);

    ScopeReport report = report();

    assertTrue(report.passes(), report.reasons());
  }

  @Test
  void shouldNotBelieveEitherOfTwoContracts() {
    merged("include: ['**']");
    world.agents.contracts().issue(ID.path(), contract("include: [docs/**]"), "ada");
    world.write("docs/a.md", "a").push("Which?" + TRAILER);

    ScopeReport report = report();

    assertTrue(report.reasons().contains("not the one that the hub issued"), report.reasons());
  }

  @Test
  void shouldRefuseAnExpiredContract() {
    merged("include: [docs/**]");
    Instant late = Contracts.END.plusSeconds(1);
    world.now = late.plusSeconds(10);
    world.write("docs/a.md", "a").push("Late" + TRAILER, late);

    assertEquals(List.of(Rule.TIME), rules(report()));
  }

  @Test
  void shouldRefuseWhatWasWrittenAfterAnOperatorEndedTheSession() {
    world.agents.contracts().issue(ID.path(), contract("include: [docs/**]"), "ada");
    world.agents.contracts().end(ID, "ada");
    world.write("docs/a.md", "a").push("Late" + TRAILER, world.now);

    assertEquals(List.of(Rule.TIME), rules(report()));
  }

  @Test
  void shouldRefuseAFaultyContract() {
    world.write(ID.path(), contract("goals: [x]")).push("Agree to nothing");
    world.accepted();
    world.write("docs/a.md", "a").push("Try" + TRAILER);

    assertTrue(report().reasons().contains("include is missing"), report().reasons());
  }

  @Test
  void shouldRefuseATrailerThatIsNoSessionOrSeveral() {
    merged("include: [docs/**]");
    world.write("docs/a.md", "a").push("One\n\nSession: mine");
    world.write("docs/a.md", "b").push("Two" + TRAILER + "\nSession: 20261123-claude-00000000");

    ScopeReport report = report();

    assertEquals(List.of(Rule.CONTRACT, Rule.CONTRACT), rules(report));
    assertTrue(report.reasons().contains("must name one session"), report.reasons());
  }

  @Test
  void shouldRefuseACommitBesideTheBase() {
    String other = "2".repeat(40);
    world
        .write(
            ID.path(),
            Contracts.text(ID, other, Contracts.BEGIN, Contracts.END, "include: [docs/**]"))
        .push("Agree");
    world.accepted();
    world.write("docs/a.md", "a").push("Beside" + TRAILER);

    assertEquals(List.of(Rule.CONTRACT), rules(report()));
  }

  // --- limits of nodes, risk, changes

  @Test
  void shouldKeepToNamedNodesAndNumbers() {
    merged(
        "include: [desired-state/**]",
        "nodes: {names: [laptop], max: 1}",
        "risk: low",
        "maxChanges: 1");
    world.profile("work", "/etc/work", "2").push("Change it" + TRAILER);
    assertTrue(report().passes(), report().reasons());

    world.profile("hub", "/etc/ssh/sshd_config", "2").push("And more" + TRAILER);

    assertEquals(List.of(Rule.NODES, Rule.RISK, Rule.NODES, Rule.CHANGES), rules(report()));
  }

  @Test
  void shouldCountAllCommitsOfASessionAlsoThoseInForceAlready() {
    merged("include: [desired-state/**]", "nodes: {max: 1}");
    world.profile("work", "/etc/work", "2").push("One node" + TRAILER);
    world.accepted();
    world.profile("hub", "/etc/hub", "2").push("Another node" + TRAILER);

    assertEquals(List.of(Rule.NODES), rules(report()));
  }

  @Test
  void shouldNotCountWhatPeopleDidInBetween() {
    merged("include: [desired-state/**]", "nodes: {names: [laptop]}");
    world.profile("work", "/etc/work", "2").push("Mine" + TRAILER);
    world.profile("hub", "/etc/hub", "2").push("Somebody's");
    world.profile("work", "/etc/work", "3").push("Mine again" + TRAILER);

    assertTrue(report().passes(), report().reasons());
  }

  @Test
  void shouldNotNeedEveryCommitToBeValid() {
    merged("include: [desired-state/**]", "nodes: {names: [laptop]}");
    world.write("desired-state/more.yaml", "kind: Nonsense").push("Begin" + TRAILER);
    assertTrue(report().reasons().contains("cannot be told"), report().reasons());

    world.write("desired-state/more.yaml", "# later\n").push("Mend" + TRAILER);

    assertTrue(report().passes(), report().reasons());
  }

  @Test
  void shouldLookAtBothSidesOfAMerge() {
    merged("include: [desired-state/**]", "nodes: {names: [laptop]}");
    world.repository.git("checkout", "-qb", "side");
    world.profile("work", "/etc/work", "2").commit("Mine" + TRAILER, world.now);
    world.repository.git("checkout", "-q", "main");
    world.profile("hub", "/etc/hub", "2").push("Somebody's");
    world.repository.git("checkout", "-q", "side");
    merge("ours");

    // It took back what somebody did on the node hub, and looks like a merge.
    assertEquals(List.of(Rule.NODES), rules(report()));
  }

  /** Main into the branch, as a commit of the session, which becomes the new main. */
  private void merge(String strategy) {
    world.repository.git("merge", "-q", "--no-ff", "--no-commit", "-s", strategy, "main");
    world.push("Merge main" + TRAILER);
  }

  @Test
  void shouldNotMindAPlainMerge() {
    merged("include: [desired-state/profiles/work.yaml]", "nodes: {names: [laptop]}");
    world.repository.git("checkout", "-qb", "side");
    world.profile("work", "/etc/work", "2").commit("Mine" + TRAILER, world.now);
    world.repository.git("checkout", "-q", "main");
    world.profile("hub", "/etc/hub", "2").push("Somebody's");
    world.repository.git("checkout", "-q", "side");
    merge("ort");

    assertTrue(report().passes(), report().reasons());
  }

  // --- ways out

  @Test
  void shouldLetInWhatAnOperatorAccepts() {
    merged("include: [docs/**]");
    Revision out = world.write("ansible/x.yaml", "a").push("Out" + TRAILER);
    assertTrue(world.agents.refusal(world.fetched()).isPresent());

    world.agents.accept(out.id(), "looked at it", "ada");

    assertEquals(Optional.empty(), world.agents.refusal(world.fetched()));
    assertTrue(world.events.getLast().startsWith("scope-accepted"), "" + world.events);
    world.write("ansible/y.yaml", "a").push("Out again" + TRAILER);
    assertTrue(world.agents.refusal(world.fetched()).isPresent());
  }

  @Test
  void shouldTakeTheFirstRevisionAsItIs() throws Exception {
    try (AgentWorld fresh = new AgentWorld(Files.createDirectory(folder.resolve("fresh")))) {
      fresh.write("a", "1").push("First" + TRAILER);

      assertEquals(Optional.empty(), fresh.agents.refusal(fresh.fetched()));
    }
  }

  @Test
  void shouldLeaveAReviewItsTimeOnly() {
    merged("include: [docs/**]");
    world.write("docs/a.md", "a").push("In" + TRAILER);

    world.now = Contracts.END.plus(Duration.ofDays(6));
    assertTrue(report().passes(), report().reasons());
    world.now = Contracts.END.plus(Duration.ofDays(8));
    assertEquals(List.of(Rule.TIME), rules(report()));
  }
}
