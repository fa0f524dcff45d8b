package io.meshinfra.reconcile.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Absence;
import io.meshinfra.model.Content;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Value;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Waiting;
import io.meshinfra.reconcile.FleetOf;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.presence.Attendance;
import io.meshinfra.resource.Change;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.ThingType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusRulesTest {
  private static final NodeStatus BEFORE =
      NodeStatus.unknown(new NodeName("a"), Map.of(), "always-on", Mode.ENFORCE);

  @Test
  void shouldBeGreyWhileANodeMayBeAwayOrItsGraceRunsAndRedAfterwards() {
    Absence absence =
        new Absence(
            Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, NoWayIn.Cause.HOST_DOWN, "lan: timed out");
    Pass away = pass(new Outcome.Deferred("the node is away"));
    Map<Attendance, Health> wanted =
        Map.of(
            new Attendance.Away(absence, Optional.empty()), Health.AWAY,
            new Attendance.Late(absence, Instant.MAX), Health.AWAY,
            new Attendance.Missing(absence), Health.DEGRADED,
            new Attendance.Barred(absence), Health.DEGRADED);
    wanted.forEach((attendance, health) -> {
      assertEquals(health, StatusRules.after(BEFORE, away, attendance).health());
      assertEquals(health, StatusRules.stayedAway(BEFORE, attendance).health());
      assertEquals(SyncStatus.UNKNOWN, StatusRules.stayedAway(BEFORE, attendance).sync());
    });
    assertEquals(
        "away since 1970-01-01T00:00:00Z (asleep): lan: timed out",
        StatusRules.stayedAway(BEFORE, new Attendance.Away(absence, Optional.empty())).reason());
  }

  @Test
  void shouldTellWhatWasSeenAndNoReasonWhenAllIsWell() {
    NodeStatus status = StatusRules.after(BEFORE, pass(new Outcome.InSync()), Attendance.PRESENT);
    assertEquals(SyncStatus.SYNCED, status.sync());
    assertEquals("", status.reason());
    assertEquals(Optional.of(FleetOf.OLD), status.revision());
    assertTrue(status.lastRun().isPresent());
  }

  @Test
  void shouldTellThatANodeIsUnwellThoughAllIsAppliedToIt() {
    NodeStatus synced = StatusRules.after(BEFORE, pass(new Outcome.InSync()), Attendance.PRESENT);
    String why = "rollout web: no answer";

    NodeStatus told = synced.unwellFor(why);

    assertEquals(SyncStatus.SYNCED, told.sync());
    assertEquals(Health.DEGRADED, told.health());
    assertEquals("rollout web: no answer", told.reason());
  }

  @Test
  void shouldTellWhatAPassFoundRatherThanWhatElseIsWrong() {
    NodeStatus failed =
        StatusRules.after(BEFORE, pass(new Outcome.Failed("step 1")), Attendance.PRESENT);
    NodeStatus looking = StatusRules.begun(failed);
    NodeStatus waits =
        StatusRules.after(BEFORE, pass(new Outcome.Deferred("its turn")), Attendance.PRESENT)
            .nextPassAt(Optional.of(Instant.EPOCH));
    String why = "rollout web: no answer";

    assertEquals(failed, failed.unwellFor(why));
    assertEquals(looking, looking.unwellFor(why));
    assertEquals(Health.DEGRADED, waits.unwellFor(why).health());
    assertEquals("rollout web: no answer; its turn", waits.unwellFor(why).reason());
  }

  @Test
  void shouldCallANodeHealthyOfWhichOnlyWaitsWhatWasNotToBeDone() {
    Outcome drifting = new Outcome.StillDrifting(List.of(), "waits");
    assertEquals(
        Health.HEALTHY,
        StatusRules.after(BEFORE, waiting(drifting, true), Attendance.PRESENT).health());
    assertEquals(
        Health.DEGRADED,
        StatusRules.after(BEFORE, waiting(drifting, false), Attendance.PRESENT).health());
  }

  @Test
  void shouldCallANodeDegradedThatUndidWhatLockedTheHubOut() {
    Pass pass = waiting(new Outcome.RolledBack("lan is closed"), false);

    NodeStatus status = StatusRules.after(BEFORE, pass, Attendance.PRESENT);

    assertEquals(SyncStatus.OUT_OF_SYNC, status.sync());
    assertEquals(Health.DEGRADED, status.health());
    assertEquals("lan is closed", status.reason());
    assertEquals(Pass.Ending.FAILED, pass.ending());
  }

  /** A pass that leaves one change, which it meant to leave or not. */
  private static Pass waiting(Outcome outcome, boolean meantTo) {
    Drift drift = drift(1, "x");
    ResourceChange change = drift.changes().getFirst();
    Plan plan =
        new Plan(
            drift.node(),
            drift.revision(),
            Instant.EPOCH,
            List.of(),
            meantTo ? List.of(new Waiting(change, "why")) : List.of(),
            "hash");
    Pass plain = pass(outcome);
    return new Pass(
        plain.run(),
        plain.node(),
        plain.revision(),
        plain.trigger(),
        plain.startedAt(),
        plain.took(),
        outcome,
        Optional.of(drift),
        Optional.of(plan),
        List.of(),
        Optional.of(drift),
        Optional.empty());
  }

  @Test
  void shouldKeepTheDiffOfASmallTextAndOnlyTheDigestOfALargeOne() {
    assertEquals(Optional.of("new\n"), texts(drift(1, "new\n")).getFirst());
    assertEquals(
        Optional.empty(), texts(drift(1, "x".repeat(KeptDrift.LARGEST_TEXT + 1))).getFirst());
  }

  @Test
  void shouldKeepABoundedSumOfTextsOfOneNode() {
    List<Optional<String>> kept = texts(drift(1_000, "y".repeat(KeptDrift.LARGEST_TEXT)));
    assertEquals(1_000, kept.size());
    assertEquals(
        KeptDrift.LARGEST_SUM / KeptDrift.LARGEST_TEXT,
        kept.stream().filter(Optional::isPresent).count());
  }

  private static List<Optional<String>> texts(Drift drift) {
    return KeptDrift.of(drift).changes().stream()
        .map(change -> (Change.Update) change.change())
        .map(update -> (Value.Content) update.differences().get("content").to())
        .map(Value.Content::text)
        .toList();
  }

  private static Drift drift(int changes, String text) {
    TreeMap<String, Change.Difference> differences = new TreeMap<>();
    differences.put("content", new Change.Difference(Optional.empty(), Content.of(text).asValue()));
    List<ResourceChange> all =
        IntStream.range(0, changes)
            .mapToObj(i ->
                new ResourceChange(
                    ThingType.thing("t" + i, "v"),
                    new Change.Update(differences),
                    Origin.CORRECTIVE))
            .toList();
    return new Drift(Catalogs.of(), Facts.UNKNOWN, Instant.EPOCH, all);
  }

  private static Pass pass(Outcome outcome) {
    var node = FleetOf.at(FleetOf.OLD, "a").node(new NodeName("a")).orElseThrow();
    return FleetOf.pass(new Work(node.target(), node.catalog(), "test", false), outcome);
  }
}
