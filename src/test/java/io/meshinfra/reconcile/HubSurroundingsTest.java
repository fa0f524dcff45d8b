package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.journal.AttendanceJournal;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.RunRecord;
import io.meshinfra.journal.RunStart;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.RunId;
import io.meshinfra.model.Sightings;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Approval;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.Finding;
import io.meshinfra.policy.PolicyGate;
import io.meshinfra.policy.Verdict;
import io.meshinfra.reconcile.loop.Turns;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.revision.Authors;
import io.meshinfra.reconcile.revision.PolicyInForce;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.Changes;
import io.meshinfra.support.JournalTables;
import io.meshinfra.support.MemoryTree;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hub knows around a node, and what waits for people and for others. */
class HubSurroundingsTest {
  private static final Clock CLOCK = Clock.fixed(Changes.NOW, ZoneOffset.UTC);
  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");

  @TempDir Path folder;
  private JdbcConnectionPool database;
  private Journal journal;
  private PolicyInForce policy;
  private HubSurroundings surroundings;
  private Approvals approvals;
  private final Plan plan = Changes.plan("a", Changes.of("file", "{path: /etc/a, content: hi}"));

  @BeforeEach
  void begin() {
    database = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("journal"), "", "");
    JournalTables.copyInto(database);
    journal = new Journal(database, CLOCK);
    policy =
        new PolicyInForce(
            new RevisionReader(ResourceTypes.installed(), "", "infra/policy"),
            revision -> new MemoryTree().at(revision),
            revision -> Optional.empty());
    surroundings =
        new HubSurroundings(policy, journal, revision -> Set.of("Ann <ann@example.org>"));
    approvals = new Approvals(journal, CLOCK, Duration.ofHours(2));
  }

  @AfterEach
  void end() {
    database.dispose();
  }

  private void run(String id, NodeName node, boolean ended) {
    RunId run = new RunId("20261123t120000-" + id);
    journal.runs().begin(new RunStart(run, node, plan.revision(), "push", Changes.NOW));
    journal.runs().planned(run, "hash", 1, "plan");
    journal
        .runs()
        .changes(
            run,
            List.of(
                new RunRecord.Change(
                    ResourceId.parse("file:/etc/a"), "create", Origin.INTENTIONAL, "")));
    journal.runs().handedOver(run);
    if (ended) {
      journal.runs().end(run, "converged", "", Changes.NOW);
    }
  }

  @Test
  void shouldKnowWhoIsAtWorkAndHowFarTheRollOutIs() {
    run("one", A, false);
    run("two", B, false);
    run("three", new NodeName("c"), true);
    run("four", new NodeName("d"), false);
    journal.suspensions().suspend(new NodeName("d"), "broken", "me", Optional.empty());

    Circumstances.Traffic traffic =
        surroundings.of(plan, Changes.NOW, true).traffic().orElseThrow();

    assertEquals(Set.of(B), traffic.atWork());
    assertEquals(
        Map.of(A, 1, B, 1, new NodeName("c"), 1, new NodeName("d"), 1), traffic.rolledOut());
  }

  @Test
  void shouldAskTheJournalOfOthersOnlyWhenARuleDoes() {
    assertEquals(Optional.empty(), surroundings.of(plan, Changes.NOW, false).traffic());
  }

  @Test
  void shouldBeginOnlyPlansOfTheRevisionInForce() {
    policy.follow(FleetOf.at(FleetOf.NEW, "a"));
    assertEquals("revision-in-force", refusedToBegin());

    policy.follow(FleetOf.at(plan.revision(), "a"));
    assertEquals("", refusedToBegin());
  }

  private String refusedToBegin() {
    Verdict verdict =
        new PolicyGate(surroundings.rulesToBegin())
            .judge(plan, surroundings.of(plan, Changes.NOW, false));
    if (verdict instanceof Verdict.Refused refused) {
      assertTrue(refused.isPassing());
      return refused.findings().getFirst().rule();
    }
    return "";
  }

  @Test
  void shouldKnowTheFleetInForce() {
    Fleet fleet = FleetOf.at(plan.revision(), "a", "b");
    policy.follow(fleet);

    Circumstances known = surroundings.of(plan, Changes.NOW, false);

    assertEquals(fleet.nodes().keySet(), known.fleet().orElseThrow().keySet());
    assertEquals(Set.of("Ann <ann@example.org>"), known.authors());
  }

  // --- approvals

  private Pass waiting(String hash) {
    Verdict verdict = new Verdict.AwaitingApproval(hash, List.of(), List.of("1 approval"));
    return ended(new Outcome.Deferred("awaits"), Optional.of(verdict), true);
  }

  private Pass ended(Outcome outcome, Optional<Verdict> verdict, boolean seen) {
    Fleet fleet = FleetOf.at(plan.revision(), "a");
    var node = fleet.node(A).orElseThrow();
    Work work = new Work(node.target(), node.catalog(), "interval", false);
    Pass pass = FleetOf.pass(work, seen ? new Outcome.InSync() : outcome);
    return new Pass(
        pass.run(),
        pass.node(),
        pass.revision(),
        pass.trigger(),
        pass.startedAt(),
        pass.took(),
        outcome,
        pass.found(),
        pass.plan(),
        List.of(),
        pass.remaining(),
        verdict);
  }

  private static Approvals.By ann() {
    return new Approvals.By("ann", "api", "looked at it");
  }

  @Test
  void shouldApproveThePlanThatWaits() {
    approvals.ended(waiting(plan.hash()));

    approvals.approve(A, Optional.empty(), ann(), Optional.empty());

    assertEquals(
        List.of(
            new Approval(
                "ann", "api", "looked at it", Changes.NOW, Changes.NOW.plus(Duration.ofHours(2)))),
        surroundings.of(plan, Changes.NOW, false).approvals());
  }

  @Test
  void shouldRecordNothingForAnotherPlanAndSaySo() {
    approvals.ended(waiting(plan.hash()));

    NotNow not =
        assertThrows(
            NotNow.class, () -> approvals.approve(A, Optional.of("ffff"), ann(), Optional.empty()));

    assertTrue(not.getMessage().contains("is " + plan.hash() + ", not ffff"), not.getMessage());
    assertEquals(List.of(), approvals.of(A, 10));
  }

  @Test
  void shouldRecordNothingWhenNoPlanWaitsAnyMore() {
    approvals.ended(waiting(plan.hash()));
    approvals.ended(ended(new Outcome.InSync(), Optional.empty(), true));

    assertThrows(
        NotNow.class,
        () -> approvals.approve(A, Optional.of(plan.hash()), ann(), Optional.empty()));
    assertEquals(List.of(), approvals.of(A, 10));
  }

  @Test
  void shouldStillWaitWhileTheNodeIsAway() {
    approvals.ended(waiting(plan.hash()));
    approvals.ended(ended(new Outcome.Deferred("away"), Optional.empty(), false));

    assertEquals(plan.hash(), approvals.awaited(A).orElseThrow().hash());
  }

  // --- turns

  @Test
  void shouldLookAtTheNextNodeWhenARunHasEnded() {
    List<NodeName> woken = new ArrayList<>();
    Turns turns = new Turns();
    turns.wakeBy(woken::add);
    Verdict wait =
        new Verdict.Refused(List.of(Finding.refusal("x", "turn", Finding.Ends.WITH_ANOTHER_RUN)));
    turns.ended(of(A, "push", Optional.of(wait), false));
    turns.ended(of(B, "push", Optional.of(wait), false));

    turns.ended(of(new NodeName("c"), "interval", Optional.empty(), false));
    assertEquals(List.of(), woken, "nothing was done, so no turn has ended");

    turns.ended(of(new NodeName("c"), "push", Optional.empty(), true));
    assertEquals(List.of(A), woken);

    turns.ended(of(A, Turns.TURN, Optional.empty(), false));
    assertEquals(List.of(A, B), woken, "one that needs nothing passes its turn on");
  }

  private Pass of(NodeName node, String trigger, Optional<Verdict> verdict, boolean worked) {
    Pass pass = ended(new Outcome.InSync(), verdict, true);
    return new Pass(
        pass.run(),
        node,
        pass.revision(),
        trigger,
        pass.startedAt(),
        pass.took(),
        pass.outcome(),
        pass.found(),
        pass.plan(),
        worked
            ? List.of(
                new io.meshinfra.converge.StepResult(
                    1, io.meshinfra.converge.StepResult.Status.DONE, 0, Duration.ZERO, ""))
            : List.of(),
        pass.remaining(),
        verdict);
  }

  // --- authors

  @Test
  void shouldKnowAnAuthorByAllNames() {
    assertEquals(
        Set.of("Ann Lee <ann@example.org>", "Ann Lee", "ann@example.org", "ann"),
        Authors.names("Ann Lee <ann@example.org>"));
    assertEquals(Set.of("unknown"), Authors.names("unknown"));
    assertInstanceOf(Set.class, Authors.names("<>"));
  }

  @Test
  void shouldKnowHowLongTheNodeWasAwayUntilItIsAsItShallBe() {
    Instant now = CLOCK.instant();
    assertEquals(Optional.of(Duration.ZERO), surroundings.of(plan, now, false).absence());
    Sightings back =
        Sightings.NONE
            .missed(NoWayIn.of(NoWayIn.Obstacle.NO_ANSWER, "asleep"), now.minus(Duration.ofDays(9)))
            .seen(now);
    journal.attendance().save(new AttendanceJournal.Attended(A, back, "present"));

    assertEquals(Optional.of(Duration.ofDays(9)), surroundings.of(plan, now, false).absence());
  }
}
