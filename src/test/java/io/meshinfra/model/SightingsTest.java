package io.meshinfra.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.model.NoWayIn.Cause;
import io.meshinfra.model.NoWayIn.Obstacle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SightingsTest {
  private static final Instant NOON = Instant.parse("2026-03-23T12:00:00Z");
  private static final NoWayIn SILENCE = NoWayIn.of(Obstacle.NO_ANSWER, "lan: timed out");
  private static final NoWayIn CLOSED = NoWayIn.of(Obstacle.PORT_CLOSED, "lan: refused");

  private static Instant minutes(int after) {
    return NOON.plus(Duration.ofMinutes(after));
  }

  @Test
  void shouldBeginAnAbsenceWithTheFirstTryInVain() {
    Sightings missed = Sightings.NONE.seen(NOON).missed(SILENCE, minutes(5));

    assertEquals(
        new Absence(minutes(5), minutes(5), minutes(5), Cause.HOST_DOWN, "lan: timed out"),
        missed.absence().orElseThrow());
    assertEquals(Optional.of(NOON), missed.lastSeen());
  }

  @Test
  void shouldGoOnWithTheSameAbsenceWhenItsCauseChanges() {
    Sightings missed =
        Sightings.NONE
            .missed(SILENCE, minutes(0))
            .missed(SILENCE, minutes(1))
            .missed(CLOSED, minutes(2))
            .missed(CLOSED, minutes(3));

    assertEquals(
        new Absence(minutes(0), minutes(2), minutes(3), Cause.SSHD_DOWN, "lan: refused"),
        missed.absence().orElseThrow());
  }

  @Test
  void shouldTurnAnAbsenceThatIsOverIntoAGap() {
    Sightings back = Sightings.NONE.missed(SILENCE, minutes(0)).seen(minutes(30));

    assertEquals(Optional.empty(), back.absence());
    assertEquals(Optional.of(new Gap(minutes(0), minutes(30))), back.gap());
    assertEquals(Optional.of(minutes(30)), back.lastSeen());
    assertEquals(back.gap(), back.seen(minutes(40)).gap(), "being there is no gap");
  }

  @Test
  void shouldKeepTheLongerOfTwoGaps() {
    Sightings longFirst = gaps(0, 30, 40, 45);
    Sightings longLast = gaps(0, 5, 10, 45);

    assertEquals(Optional.of(new Gap(minutes(0), minutes(30))), longFirst.gap());
    assertEquals(Optional.of(new Gap(minutes(10), minutes(45))), longLast.gap());
  }

  private static Sightings gaps(int from, int to, int again, int until) {
    return Sightings.NONE
        .missed(SILENCE, minutes(from))
        .seen(minutes(to))
        .missed(SILENCE, minutes(again))
        .seen(minutes(until));
  }

  @Test
  void shouldCountTheAbsenceThatGoesOnToo() {
    assertEquals(Duration.ZERO, Sightings.NONE.longestAbsence(NOON));
    Sightings away = gaps(0, 30, 40, 45).missed(SILENCE, minutes(50));

    assertEquals(Duration.ofMinutes(30), away.longestAbsence(minutes(60)));
    assertEquals(Duration.ofMinutes(70), away.longestAbsence(minutes(120)));
    assertEquals(Duration.ZERO, away.seen(minutes(60)).settled().longestAbsence(minutes(120)));
  }
}
