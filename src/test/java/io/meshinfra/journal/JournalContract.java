package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.drift.LastApplied;
import io.meshinfra.drift.LastApplied.Print;
import io.meshinfra.journal.AttendanceJournal.Attended;
import io.meshinfra.model.Absence;
import io.meshinfra.model.Gap;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.PathHealth;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.model.Sightings;
import io.meshinfra.plan.Tries;
import io.meshinfra.plan.Tries.How;
import io.meshinfra.policy.Approval;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the journal does, whatever database it is in. */
abstract class JournalContract {
  static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123456Z");
  static final NodeName HUB = new NodeName("hub");
  static final NodeName LAPTOP = new NodeName("laptop");
  static final Revision FIRST = new Revision("1".repeat(40));
  static final Revision SECOND = new Revision("2".repeat(40));
  static final ResourceId MOTD = new ResourceId("file", "/etc/motd");

  private DataSource source;
  private Journal journal;

  /** A database with the journal's tables, and nothing in them. */
  abstract DataSource database() throws Exception;

  @BeforeEach
  void migrate() throws Exception {
    source = database();
    journal = new Journal(source, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private RunId begin(String id, NodeName node) {
    RunId run = new RunId(id);
    journal.runs().begin(new RunStart(run, node, FIRST, "push", NOW));
    return run;
  }

  private RunId ended(String id, NodeName node, Instant at) {
    RunId run = begin(id, node);
    journal.runs().planned(run, "hash", 1, "plan");
    journal.runs().handedOver(run);
    journal.runs().end(run, "converged", "", at);
    return run;
  }

  private static RunRecord.Step step(int number, String output) {
    return new RunRecord.Step(number, "file:/etc/motd", "ok", 0, Duration.ofMillis(12), output);
  }

  @Test
  void shouldTellEverythingOfARun() {
    RunId run = begin("run-0001", HUB);
    journal.runs().planned(run, "abc", 2, "1. file:/etc/motd");
    journal.runs().handedOver(run);
    journal.runs().step(run, step(1, "done"));
    RunRecord.Change change = new RunRecord.Change(MOTD, "update", Origin.CORRECTIVE, "-old\n+new");
    journal.runs().changes(run, List.of(change));
    Instant end = NOW.plusSeconds(3);
    journal.runs().end(run, "converged", "all fine", end);

    RunSummary summary =
        new RunSummary(
            run,
            HUB,
            FIRST,
            "push",
            NOW,
            Optional.of(new RunSummary.Planned("abc", 2, NOW)),
            Optional.of(NOW),
            Optional.of(new RunSummary.Ended("converged", "all fine", end)));
    assertEquals(
        Optional.of(
            new RunRecord(summary, "1. file:/etc/motd", List.of(step(1, "done")), List.of(change))),
        journal.runs().find(run));
  }

  @Test
  void shouldKnowNothingOfAnUnknownRun() {
    assertEquals(Optional.empty(), journal.runs().find(new RunId("never-seen")));
  }

  @Test
  void shouldKeepTheFirstOfWhatIsRecordedTwice() {
    RunId run = begin("run-0001", HUB);
    journal.runs().begin(new RunStart(run, LAPTOP, SECOND, "other", NOW));
    journal.runs().planned(run, "abc", 2, "plan");
    journal.runs().planned(run, "def", 3, "other");
    journal.runs().step(run, step(1, "first"));
    journal.runs().step(run, step(1, "second"));
    RunRecord.Change change = new RunRecord.Change(MOTD, "update", Origin.INTENTIONAL, "");
    journal.runs().changes(run, List.of(change));
    journal.runs().changes(run, List.of(change));
    journal.runs().end(run, "failed", "x", NOW);
    journal.runs().end(run, "converged", "y", NOW.plusSeconds(9));

    RunRecord record = journal.runs().find(run).orElseThrow();
    assertEquals(HUB, record.summary().node());
    assertEquals("abc", record.summary().planned().orElseThrow().hash());
    assertEquals(List.of(step(1, "first")), record.steps());
    assertEquals(List.of(change), record.changes());
    assertEquals("failed", record.summary().ended().orElseThrow().outcome());
  }

  @Test
  void shouldKnowWhatWasHandedOverInItsOrder() {
    RunId run = begin("run-0001", HUB);
    RunId one = new RunId("run-0001-1");
    RunId two = new RunId("run-0001-2-due");
    Map<Integer, PlanStep> steps =
        Map.of(
            1, new PlanStep("file:/etc/motd", List.of("a1", "b2")),
            2, new PlanStep("user:x", List.of()));
    journal.handOvers().steps(run, steps);
    journal.handOvers().steps(run, Map.of(1, new PlanStep("other", List.of())));
    journal.handOvers().segment(run, one);
    journal.handOvers().segment(run, two);
    journal.handOvers().segment(run, one);

    assertEquals(List.of(one, two), journal.handOvers().segments(run));
    assertEquals(steps, journal.handOvers().steps(run));
  }

  @Test
  void shouldCallARunThatWasNeverBegunABug() {
    RunId run = new RunId("never-begun");
    assertThrows(IllegalStateException.class, () -> journal.runs().end(run, "failed", "", NOW));
    assertThrows(IllegalStateException.class, () -> journal.runs().step(run, step(1, "")));
  }

  @Test
  void shouldFindRunsThatWerePlannedAndNotEnded() {
    begin("run-begun", HUB);
    RunId planned = begin("run-planned", HUB);
    journal.runs().planned(planned, "h", 1, "");
    RunId handedOver = begin("run-handed-over", LAPTOP);
    journal.runs().planned(handedOver, "h", 1, "");
    journal.runs().handedOver(handedOver);
    ended("run-ended", HUB, NOW);

    assertEquals(
        List.of(planned, handedOver),
        journal.runs().unfinished().stream().map(RunSummary::id).toList());
  }

  @Test
  void shouldEndOnlyRunsWithoutAPlan() {
    RunId begun = begin("run-begun", HUB);
    RunId planned = begin("run-planned", HUB);
    journal.runs().planned(planned, "h", 1, "");

    assertEquals(1, journal.runs().endUnplanned("failed", "hub was killed"));
    assertTrue(journal.runs().find(begun).orElseThrow().summary().ended().isPresent());
    assertTrue(journal.runs().find(planned).orElseThrow().summary().ended().isEmpty());
  }

  @Test
  void shouldTellHistoryNewestFirstInPages() {
    for (int i = 1; i <= 5; i++) {
      begin("run-000" + i, i == 3 ? LAPTOP : HUB);
    }
    assertEquals(List.of("run-0005", "run-0004"), history(Optional.of(HUB), 2, Optional.empty()));
    assertEquals(
        List.of("run-0002", "run-0001"),
        history(Optional.of(HUB), 2, Optional.of(new RunId("run-0004"))));
    assertEquals(
        List.of("run-0005", "run-0004", "run-0003"),
        history(Optional.empty(), 3, Optional.empty()));
    assertEquals("run-0003", journal.runs().lastFor(LAPTOP).orElseThrow().id().value());
    assertEquals(Optional.empty(), journal.runs().lastFor(new NodeName("other")));
  }

  private List<String> history(Optional<NodeName> node, int limit, Optional<RunId> before) {
    return journal.runs().history(node, limit, before).stream().map(r -> r.id().value()).toList();
  }

  @Test
  void shouldRememberWhatWasTriedAtTheLastRevision() {
    Tries tries =
        Tries.NONE
            .with(List.of("one", "two"), How.FAILED, NOW)
            .with(List.of("three"), How.INTERRUPTED, NOW)
            .with(List.of("three"), How.INTERRUPTED, NOW);
    journal.tries().save(HUB, FIRST, tries);
    journal.tries().save(LAPTOP, FIRST, Tries.NONE);

    assertEquals(tries, journal.tries().of(HUB, FIRST));
    assertEquals(Tries.NONE, journal.tries().of(HUB, SECOND));
    assertEquals(Tries.NONE, journal.tries().of(LAPTOP, FIRST));

    Tries next = Tries.NONE.with(List.of("one"), How.STILL_DRIFTING, NOW);
    journal.tries().save(HUB, SECOND, next);
    assertEquals(next, journal.tries().of(HUB, SECOND));
    assertEquals(Tries.NONE, journal.tries().of(HUB, FIRST));
  }

  @Test
  void shouldRememberAtEveryRevisionWhatWasRolledBack() {
    Tries tries =
        Tries.NONE.with(List.of("one"), How.FAILED, NOW).with(List.of("two"), How.ROLLED_BACK, NOW);
    journal.tries().save(HUB, FIRST, tries);

    Tries undone = Tries.NONE.with(List.of("two"), How.ROLLED_BACK, NOW);
    assertEquals(undone, journal.tries().of(HUB, SECOND));
    assertEquals(Tries.NONE, journal.tries().of(LAPTOP, SECOND));

    journal.tries().save(HUB, SECOND, undone.without(List.of("two")));
    assertEquals(Tries.NONE, journal.tries().of(HUB, SECOND));
  }

  @Test
  void shouldKeepHostileTextOfANode() {
    RunId run = begin("run-0001", HUB);
    journal.runs().step(run, step(1, "a\0b'); drop table run; -- \uD800 \uDC00 ok 🎉 ü"));
    assertEquals(
        "ab'); drop table run; -- \uFFFD \uFFFD ok 🎉 ü",
        journal.runs().find(run).orElseThrow().steps().getFirst().output());
  }

  @Test
  void shouldBoundTextOfANode() {
    RunId run = begin("run-0001", HUB);
    journal.runs().step(run, step(1, "x".repeat(1_000_000)));
    journal.runs().step(run, step(2, "\0".repeat(1_000_000)));
    journal.runs().planned(run, "h".repeat(1000), 1, "🎉".repeat(500_000));
    journal.runs().end(run, "o".repeat(1000), "d".repeat(1_000_000), NOW);

    RunRecord record = journal.runs().find(run).orElseThrow();
    assertEquals(Bounded.TEXT, record.steps().getFirst().output().length());
    assertTrue(record.steps().getFirst().output().endsWith("[cut here]"));
    assertTrue(record.planText().length() <= Bounded.PLAN);
    assertEquals(
        journal.runs().unfinished(), List.of(), "ended in spite of an outcome that is too long");
  }

  @Test
  void shouldRememberWhatWasApplied() {
    assertEquals(LastApplied.NONE, journal.applied().of(HUB));
    ResourceId odd = new ResourceId("shell", "x".repeat(9000) + "'; 🎉");
    journal.applied().save(HUB, FIRST, LastApplied.at(FIRST, Map.of(MOTD, "one", odd, "two")));

    assertEquals(LastApplied.at(FIRST, Map.of(MOTD, "one", odd, "two")), journal.applied().of(HUB));
    assertEquals(Optional.of(FIRST), journal.applied().revision(HUB));
    assertEquals(Optional.empty(), journal.applied().revision(LAPTOP));
    assertEquals(LastApplied.NONE, journal.applied().of(LAPTOP));
    assertEquals(List.of(HUB), journal.applied().nodes());
  }

  @Test
  void shouldReplaceWhatWasApplied() {
    ResourceId gone = new ResourceId("file", "/gone");
    ResourceId fresh = new ResourceId("file", "/fresh");
    ResourceId same = new ResourceId("file", "/same");
    journal.applied().save(LAPTOP, FIRST, LastApplied.at(FIRST, Map.of(MOTD, "other")));
    journal
        .applied()
        .save(HUB, FIRST, LastApplied.at(FIRST, Map.of(MOTD, "one", gone, "x", same, "s")));
    journal
        .applied()
        .save(HUB, SECOND, LastApplied.at(SECOND, Map.of(MOTD, "two", fresh, "y", same, "s")));

    assertEquals(
        LastApplied.at(SECOND, Map.of(MOTD, "two", fresh, "y", same, "s")),
        journal.applied().of(HUB));
    assertEquals(Optional.of(SECOND), journal.applied().revision(HUB));
    assertEquals(LastApplied.at(FIRST, Map.of(MOTD, "other")), journal.applied().of(LAPTOP));
  }

  @Test
  void shouldRememberAtWhichRevisionEachResourceWasApplied() {
    ResourceId young = new ResourceId("file", "/young");
    LastApplied mixed =
        new LastApplied(
            Optional.of(FIRST),
            Map.of(MOTD, new Print("one", FIRST), young, new Print("two", SECOND)));
    journal.applied().save(HUB, SECOND, mixed);
    assertEquals(mixed, journal.applied().of(HUB));

    LastApplied never = new LastApplied(Optional.empty(), mixed.prints());
    journal.applied().save(HUB, SECOND, never);
    assertEquals(never, journal.applied().of(HUB));
  }

  @Test
  void shouldTakeOverWhatWasAppliedBeforeRevisionsWereKept() throws Exception {
    Flyway.configure().dataSource(source).cleanDisabled(false).load().clean();
    Flyway.configure().dataSource(source).target("2").load().migrate();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "insert into applied_node (node, revision, saved_at) values ('hub', '%s', now())"
              .formatted(FIRST));
      statement.executeUpdate(
          "insert into applied_resource (node, digest, resource, fingerprint)"
              + " values ('hub', 'd', '%s', 'one')".formatted(MOTD));
    }

    Flyway.configure().dataSource(source).load().migrate();

    assertEquals(LastApplied.at(FIRST, Map.of(MOTD, "one")), journal.applied().of(HUB));
  }

  @Test
  void shouldRememberThousandsOfResources() {
    Map<ResourceId, String> many = new HashMap<>();
    for (int i = 0; i < 1_234; i++) {
      many.put(new ResourceId("file", "/f" + i), "fingerprint" + i);
    }
    journal.applied().save(HUB, FIRST, LastApplied.at(FIRST, many));
    assertEquals(LastApplied.at(FIRST, many), journal.applied().of(HUB));
  }

  @Test
  void shouldSaveOneNodeFromManyThreadsWholly() throws Exception {
    List<Map<ResourceId, String>> sets = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      sets.add(Map.of(MOTD, "set" + i, new ResourceId("file", "/own" + i), "set" + i));
    }
    inParallel(
        sets.stream()
            .map(s -> (Runnable) () -> journal.applied().save(HUB, FIRST, LastApplied.at(FIRST, s)))
            .toList());
    LastApplied kept = journal.applied().of(HUB);
    assertTrue(sets.stream().anyMatch(set -> kept.equals(LastApplied.at(FIRST, set))));
  }

  private static void inParallel(List<Runnable> jobs) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      jobs.forEach(job -> all.add(threads.submit(job)));
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  private static RevisionSeen seen(Revision revision, RevisionSeen.Status status) {
    return new RevisionSeen(revision, status, "", "Ada <ada@example.org>", "Add motd", NOW);
  }

  @Test
  void shouldKnowToWhichNodesARevisionWasRolledOut() {
    RunRecord.Change motd = new RunRecord.Change(MOTD, "update", Origin.INTENTIONAL, "");
    RunRecord.Change other =
        new RunRecord.Change(
            new ResourceId("file", "/etc/issue"), "create", Origin.INTENTIONAL, "");
    RunRecord.Change healed = new RunRecord.Change(MOTD, "update", Origin.CORRECTIVE, "");
    changed("run-0001", HUB, motd, other, healed);
    changed("run-0002", HUB, motd);
    changed("run-0003", new NodeName("healed"), healed);
    RunId planned = begin("run-0004", LAPTOP);
    journal.runs().planned(planned, "hash", 1, "plan");
    journal.runs().changes(planned, List.of(motd));

    assertEquals(Map.of(HUB, 2), journal.runs().rolledOut(FIRST));
    assertEquals(Map.of(), journal.runs().rolledOut(SECOND));

    journal.runs().handedOver(planned);
    assertEquals(Map.of(HUB, 2, LAPTOP, 1), journal.runs().rolledOut(FIRST));
  }

  private void changed(String id, NodeName node, RunRecord.Change... changes) {
    RunId run = begin(id, node);
    journal.runs().planned(run, "hash", 1, "plan");
    journal.runs().changes(run, List.of(changes));
    journal.runs().handedOver(run);
    journal.runs().end(run, "failed", "", NOW);
  }

  @Test
  void shouldRememberWhoApprovedWhichPlan() {
    Instant tomorrow = NOW.plus(Duration.ofDays(1));
    ApprovalJournal approvals = journal.approvals();
    ApprovalJournal.Recorded ann =
        approvals.approve(HUB, "abc", "ann", "api", "looked at it", tomorrow);
    approvals.approve(HUB, "other plan", "bob", "api", "no", tomorrow);
    approvals.approve(LAPTOP, "abc", "bob", "api", "no", tomorrow);
    ApprovalJournal.Recorded eve =
        approvals.approve(HUB, "abc", "eve", "forge", "me too", tomorrow);

    assertEquals(List.of(ann.approval(), eve.approval()), approvals.inForce(HUB, "abc", NOW));
    assertEquals(new Approval("ann", "api", "looked at it", NOW, tomorrow), ann.approval());
    assertEquals(List.of(), approvals.inForce(HUB, "unknown", NOW));
  }

  @Test
  void shouldEndApprovalsByTheirTimeAndKeepThem() {
    Instant end = NOW.plusSeconds(60);
    journal.approvals().approve(HUB, "abc", "ann", "api", "one", end);
    journal.approvals().approve(HUB, "def", "bob", "api", "two", end);

    assertEquals(1, journal.approvals().inForce(HUB, "abc", end.minusMillis(1)).size());
    assertEquals(List.of(), journal.approvals().inForce(HUB, "abc", end));
    assertEquals(
        List.of("def", "abc"),
        journal.approvals().of(HUB, 10).stream().map(ApprovalJournal.Recorded::planHash).toList());
    assertEquals(1, journal.approvals().of(HUB, 1).size());
  }

  @Test
  void shouldKeepHostileTextOfAnApproval() {
    journal
        .approvals()
        .approve(HUB, "abc", "ann\0\uD800", "api", "x".repeat(5000), NOW.plusSeconds(1));

    Approval kept = journal.approvals().inForce(HUB, "abc", NOW).getFirst();
    assertEquals("ann\uFFFD", kept.by());
    assertEquals(Bounded.LINE, kept.reason().length());
  }

  @Test
  void shouldKnowWhichRevisionWasInForceBefore() {
    Revision third = new Revision("3".repeat(40));
    journal.revisions().seen(seen(FIRST, RevisionSeen.Status.VALID));
    journal.revisions().seen(seen(SECOND, RevisionSeen.Status.INVALID));
    journal.revisions().seen(seen(third, RevisionSeen.Status.VALID));

    assertEquals(
        Optional.of(FIRST), journal.revisions().validBefore(third).map(RevisionSeen::revision));
    assertEquals(Optional.empty(), journal.revisions().validBefore(FIRST));
    assertEquals(Optional.empty(), journal.revisions().validBefore(SECOND));
  }

  @Test
  void shouldKeepTheLastValidRevisionInForce() {
    assertEquals(Optional.empty(), journal.revisions().lastValid());
    journal.revisions().seen(seen(FIRST, RevisionSeen.Status.VALID));
    journal.revisions().seen(seen(SECOND, RevisionSeen.Status.INVALID));
    journal.revisions().seen(seen(SECOND, RevisionSeen.Status.REFUSED));

    assertEquals(
        Optional.of(seen(FIRST, RevisionSeen.Status.VALID)), journal.revisions().lastValid());
    assertEquals(
        List.of(
            seen(SECOND, RevisionSeen.Status.REFUSED), seen(SECOND, RevisionSeen.Status.INVALID)),
        journal.revisions().recent(2));
  }

  @Test
  void shouldNotRepeatTheSameJudgement() {
    journal.revisions().seen(seen(FIRST, RevisionSeen.Status.INVALID));
    journal.revisions().seen(seen(FIRST, RevisionSeen.Status.INVALID));
    assertEquals(1, journal.revisions().recent(10).size());
  }

  private static Event event(Optional<NodeName> node, String message) {
    return new Event(NOW, node, Optional.of(new RunId("run-0001")), "run-ended", message);
  }

  @Test
  void shouldTellEventsNewestFirstAndByNode() {
    journal.events().append(event(Optional.of(HUB), "one"));
    journal.events().append(event(Optional.empty(), "two"));
    long last = journal.events().append(event(Optional.of(HUB), "three"));

    assertEquals(
        new Event.Numbered(last, event(Optional.of(HUB), "three")),
        journal.events().recent(1, Optional.empty()).getFirst());
    assertEquals(List.of("three", "one"), messages(journal.events().recent(9, Optional.of(HUB))));
    assertEquals(List.of(), journal.events().recent(9, Optional.of(LAPTOP)));
  }

  @Test
  void shouldFollowEvents() {
    long first = journal.events().append(event(Optional.empty(), "one"));
    journal.events().append(event(Optional.empty(), "two"));
    journal.events().append(event(Optional.empty(), "three"));
    assertEquals(List.of("two", "three"), messages(journal.events().after(first, 10)));
    assertEquals(List.of("two"), messages(journal.events().after(first, 1)));
  }

  private static List<String> messages(List<Event.Numbered> events) {
    return events.stream().map(e -> e.event().message()).toList();
  }

  @Test
  void shouldNumberEventsWithoutGapsFromManyThreads() throws Exception {
    List<Runnable> jobs = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      jobs.add(() -> {
        for (int n = 0; n < 5; n++) {
          journal.events().append(event(Optional.empty(), "x"));
        }
      });
    }
    inParallel(jobs);
    assertEquals(
        LongStream.rangeClosed(1, 80).boxed().toList(),
        journal.events().after(0, 100).stream().map(Event.Numbered::id).toList());
  }

  @Test
  void shouldFindTheLastEventOfAType() {
    journal.events().append(new Event(NOW, Optional.empty(), Optional.empty(), "beat", "one"));
    journal.events().append(new Event(NOW, Optional.empty(), Optional.empty(), "beat", "two"));
    journal.events().append(event(Optional.empty(), "other"));

    assertEquals(Optional.of("two"), journal.events().last("beat").map(Event::message));
    assertEquals(Optional.empty(), journal.events().last("silence"));
  }

  @Test
  void shouldSuspendUntilResumed() {
    journal.suspensions().suspend(HUB, "maintenance", "ada", Optional.empty());
    assertEquals(
        List.of(new Suspension(HUB, "maintenance", "ada", NOW, Optional.empty())),
        journal.suspensions().active(NOW));

    assertTrue(journal.suspensions().resume(HUB, "ada"));
    assertEquals(List.of(), journal.suspensions().active(NOW));
    assertFalse(journal.suspensions().resume(HUB, "ada"));
  }

  @Test
  void shouldEndASuspensionByItself() {
    Instant until = NOW.plusSeconds(60);
    journal.suspensions().suspend(HUB, "maintenance", "ada", Optional.of(until));
    assertEquals(1, journal.suspensions().active(until.minusSeconds(1)).size());
    assertEquals(List.of(), journal.suspensions().active(until));
  }

  @Test
  void shouldReplaceASuspensionByALaterOne() {
    journal.suspensions().suspend(HUB, "for ever", "ada", Optional.empty());
    journal.suspensions().suspend(HUB, "an hour", "ada", Optional.of(NOW.plusSeconds(3600)));
    assertEquals("an hour", journal.suspensions().of(HUB, NOW).orElseThrow().reason());
    assertEquals(List.of(), journal.suspensions().active(NOW.plusSeconds(3601)));
    assertEquals(Optional.empty(), journal.suspensions().of(LAPTOP, NOW));
  }

  @Test
  void shouldPurgeOldRunsWithTheirStepsAndEvents() throws SQLException {
    RunId old = ended("run-0old", HUB, NOW);
    journal.runs().step(old, step(1, "x"));
    journal
        .runs()
        .changes(old, List.of(new RunRecord.Change(MOTD, "update", Origin.CORRECTIVE, "")));
    RunId young = ended("run-young", HUB, NOW.plusSeconds(100));
    RunId last = ended("run-last", HUB, NOW.plusSeconds(200));
    journal.events().append(event(Optional.empty(), "old"));

    Retention.Purged purged = journal.retention().purge(NOW.plusSeconds(50));

    assertEquals(new Retention.Purged(1, 1, 0, 0), purged);
    assertEquals(
        List.of(last.value(), young.value()), history(Optional.empty(), 9, Optional.empty()));
    assertEquals(0, count("run_step") + count("run_change") + count("event"));
  }

  @Test
  void shouldNeverPurgeTheLastRunNorAnUnfinishedOneNorWhatWasApplied() {
    journal.applied().save(HUB, FIRST, LastApplied.at(FIRST, Map.of(MOTD, "one")));
    RunId lastOfLaptop = ended("run-laptop", LAPTOP, NOW);
    RunId lastEnded = ended("run-hub-1", HUB, NOW);
    RunId unfinished = begin("run-hub-2", HUB);
    journal.runs().planned(unfinished, "h", 1, "");

    assertEquals(0, journal.retention().purge(NOW.plus(Duration.ofDays(999))).runs());
    assertEquals(
        List.of(unfinished.value(), lastEnded.value(), lastOfLaptop.value()),
        history(Optional.empty(), 9, Optional.empty()));
    assertEquals(LastApplied.at(FIRST, Map.of(MOTD, "one")), journal.applied().of(HUB));
  }

  @Test
  void shouldPurgeMoreThanOneBatch() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 1; i <= 1_201; i++) {
        statement.addBatch(
            "insert into event values ("
                + i
                + ", timestamp '2020-01-01 00:00:00', null, null,"
                + " 'x', 'y')");
      }
      statement.executeBatch();
    }
    assertEquals(1_201, journal.retention().purge(NOW).events());
  }

  @Test
  void shouldRememberADeliveryOnceUntilItIsOld() {
    String endless = "hmac " + "x".repeat(100_000);
    assertTrue(journal.deliveries().remember("id 1"));
    assertTrue(journal.deliveries().remember(endless));
    assertFalse(journal.deliveries().remember("id 1"));
    assertFalse(journal.deliveries().remember(endless));
    assertTrue(journal.deliveries().remember("id 2"));

    journal.retention().purge(NOW);
    assertFalse(journal.deliveries().remember("id 1"));
    journal.retention().purge(NOW.plusSeconds(1));
    assertTrue(journal.deliveries().remember("id 1"));
  }

  @Test
  void shouldRememberADeliveryOnceFromManyThreads() throws Exception {
    AtomicInteger first = new AtomicInteger();
    Runnable taken =
        () -> {
          if (journal.deliveries().remember("id 1")) {
            first.incrementAndGet();
          }
        };
    inParallel(Collections.nCopies(16, taken));
    assertEquals(1, first.get());
  }

  private int count(String table) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void shouldMigrateTwiceWithoutHarm() {
    ended("run-0001", HUB, NOW);
    Flyway.configure().dataSource(source).load().migrate();
    assertEquals(1, journal.runs().history(Optional.empty(), 9, Optional.empty()).size());
  }

  @Test
  void shouldKeepAnAbsenceOverARestartButNotTheTriesOfOthers() {
    Absence absence =
        new Absence(
            NOW,
            NOW.plusSeconds(60),
            NOW.plusSeconds(90),
            NoWayIn.Cause.HOST_DOWN,
            "lan: timed out");
    Gap gap = new Gap(NOW.minusSeconds(900), NOW.minusSeconds(600));
    Sightings seen = new Sightings(Optional.of(NOW), Optional.of(absence), Optional.of(gap));
    journal.attendance().save(new Attended(HUB, seen.seen(NOW), "present"));
    journal.attendance().save(new Attended(LAPTOP, Sightings.NONE, "present"));
    journal.attendance().save(new Attended(HUB, seen, "missing"));

    Attended kept = journal.attendance().of(HUB).orElseThrow();

    assertEquals("missing", kept.told());
    assertEquals(Optional.of(NOW), kept.seen().lastSeen());
    assertEquals(Optional.of(gap), kept.seen().gap());
    assertEquals(
        new Absence(NOW, NOW.plusSeconds(60), NOW, NoWayIn.Cause.HOST_DOWN, "lan: timed out"),
        kept.seen().absence().orElseThrow());
    assertEquals(
        List.of(HUB, LAPTOP), journal.attendance().all().stream().map(Attended::node).toList());
    journal.attendance().forget(HUB);
    assertEquals(Optional.empty(), journal.attendance().of(HUB));
  }

  @Test
  void shouldKeepHowPathsDoOverARestart() {
    PathHealth down =
        PathHealth.shut(
            Optional.of(PathHealth.led(Optional.empty(), Duration.ofMillis(2), NOW)),
            new NoWayIn.ClosedPath(NoWayIn.Obstacle.NO_ANSWER, "lan: timed out"),
            NOW.plusSeconds(60));
    PathHealth up = PathHealth.led(Optional.empty(), Duration.ofMillis(2), NOW);
    journal.paths().save(new PathJournal.Tried(LAPTOP, "lan (10.0.0.2:22)", up));
    journal.paths().save(new PathJournal.Tried(HUB, "lan (10.0.0.1:22)", up));
    journal.paths().save(new PathJournal.Tried(HUB, "lan (10.0.0.1:22)", down.asTold()));

    List<PathJournal.Tried> kept = journal.paths().all();

    assertEquals(List.of(HUB, LAPTOP), kept.stream().map(PathJournal.Tried::node).toList());
    assertEquals(down.asTold(), kept.getFirst().health());
    assertEquals(Optional.empty(), kept.getLast().health().latency(), "not over a restart");
    journal.paths().forget(LAPTOP, "lan (10.0.0.2:22)");
    journal.paths().forget(HUB);
    assertEquals(List.of(), journal.paths().all());
  }
}
