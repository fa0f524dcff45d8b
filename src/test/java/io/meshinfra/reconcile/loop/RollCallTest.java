package io.meshinfra.reconcile.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.FleetOf;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.presence.Attendance.State;
import io.meshinfra.support.MemoryJournal;
import io.meshinfra.support.MovingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RollCallTest {
  private static final NoWayIn GONE = NoWayIn.of(Obstacle.NO_ANSWER, "lan: timed out");
  private static final NodeName A = new NodeName("a");
  private static final FleetNode NODE = FleetOf.at(FleetOf.OLD, "a").node(A).orElseThrow();

  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final MovingClock clock = new MovingClock(() -> now);
  private final MemoryJournal journal = new MemoryJournal(clock);
  private final List<String> told = new ArrayList<>();
  private RollCall roll = begin();

  @AfterEach
  void end() {
    journal.close();
  }

  private RollCall begin() {
    RollCall begun =
        new RollCall(
            journal.journal().attendance(),
            (type, node, words) -> told.add(type + ": " + words),
            clock);
    begun.resume();
    return begun;
  }

  private static Pass pass(Outcome outcome) {
    return FleetOf.pass(new Work(NODE.target(), NODE.catalog(), "test", false), outcome);
  }

  private State missed() {
    return roll.missed(NODE, GONE).state();
  }

  private void later(int minutes) {
    now = now.plus(Duration.ofMinutes(minutes));
  }

  @Test
  void shouldTellEachChangeOnceAlsoOverARestart() {
    roll.after(NODE, pass(new Outcome.InSync()));
    assertEquals(State.LATE, missed());
    later(4);
    roll = begin();
    assertTrue(roll.isAbsent(A));
    assertEquals(State.LATE, missed());
    later(6);
    assertEquals(State.MISSING, missed());
    roll = begin();
    assertEquals(State.MISSING, missed());
    later(5);
    roll.after(NODE, pass(new Outcome.InSync()));

    assertEquals(
        List.of(
            "node-late: away since 2026-03-01T10:00:00Z, missing from 2026-03-01T10:10:00Z on"
                + " (host-down): lan: timed out",
            "node-missing: missing since 2026-03-01T10:00:00Z (host-down): lan: timed out",
            "node-back: back; absent for 900 s, host-down"),
        told);
    assertFalse(roll.isAbsent(A));
  }

  @Test
  void shouldTryAgainWhenTheGraceIsOverAndNotLater() {
    missed();
    later(7);
    assertEquals(Optional.of(Duration.ofMinutes(3)), roll.longestWait(NODE));
    later(3);
    missed();
    assertEquals(Optional.empty(), roll.longestWait(NODE));
  }

  @Test
  void shouldLearnNothingFromAHubThatStopsNorFromAPassThatDidNotTry() {
    missed();
    roll.missed(NODE, NoWayIn.of(Obstacle.HUB_STOPS, "this hub is stopping"));
    Pass none =
        FleetOf.without(
            new Work(NODE.target(), NODE.catalog(), "test", false),
            NoWayIn.of(Obstacle.HUB_STOPS, "this hub is stopping"));
    roll.after(NODE, none);

    assertTrue(roll.isAbsent(A));
    assertEquals(1, told.size(), told.toString());
  }

  @Test
  void shouldTakeARunOutOfSightForALostLink() {
    roll.after(NODE, pass(new Outcome.Deferred("the run is out of sight")));

    assertTrue(told.getFirst().contains("(link-lost): the run is out of sight"), told.toString());
  }

  @Test
  void shouldRememberTheGapUntilTheNodeIsAsItShallBe() {
    missed();
    later(90);
    roll.after(NODE, pass(new Outcome.Skipped("refused by policy")));
    assertEquals(Duration.ofMinutes(90), roll.gap(A).orElseThrow().length());
    roll = begin();
    assertEquals(Duration.ofMinutes(90), journal.journal().attendance().absence(A, now));

    roll.after(NODE, pass(new Outcome.Converged()));
    assertEquals(Optional.empty(), roll.gap(A));
  }

  @Test
  void shouldForgetANodeThatLeft() {
    missed();
    roll.forget(A);
    roll = begin();

    assertFalse(roll.isAbsent(A));
  }
}
