package io.meshinfra.reconcile.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.desired.Presence;
import io.meshinfra.desired.Schedule;
import io.meshinfra.desired.manifest.Interval;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.Sightings;
import io.meshinfra.reconcile.presence.Attendance.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttendingTest {
  /** A Monday, eight o'clock. */
  private static final Instant EIGHT = Instant.parse("2026-03-23T08:00:00Z");

  private static final Presence OFFICE = Presence.within(Schedule.parse("Mon-Fri 08:00-18:00 UTC"));
  private static final Presence WSL =
      new Presence(null, OFFICE.schedule(), Optional.of(Interval.parse("30m")), true);

  private static Instant at(int hour, int minute) {
    return Instant.parse("2026-03-23T00:00:00Z")
        .plus(Duration.ofHours(hour))
        .plus(Duration.ofMinutes(minute));
  }

  private static Sightings missed(Sightings seen, Obstacle obstacle, Instant... tries) {
    Sightings now = seen;
    for (Instant each : tries) {
      now = now.missed(NoWayIn.of(obstacle, "lan: " + obstacle), each);
    }
    return now;
  }

  private static State state(Presence presence, Sightings seen, Instant now) {
    return Attending.judge(presence, seen, now).state();
  }

  private static Sightings asleep(Instant... tries) {
    return missed(Sightings.NONE.seen(at(0, 0)), Obstacle.NO_ANSWER, tries);
  }

  @Test
  void shouldMissAnAlwaysOnNodeAfterItsGraceAndNotBeforeATryInVain() {
    Sightings seen = asleep(at(9, 0), at(9, 9));
    assertEquals(State.LATE, state(Presence.ALWAYS_ON, seen, at(9, 9)));
    assertEquals(State.LATE, state(Presence.ALWAYS_ON, seen, at(12, 0)));
    assertEquals(Optional.of(at(9, 10)), Attending.nextTry(Presence.ALWAYS_ON, seen, at(9, 9)));

    assertEquals(
        State.MISSING,
        state(Presence.ALWAYS_ON, missed(seen, Obstacle.NO_ANSWER, at(9, 10)), at(9, 10)));
  }

  @Test
  void shouldNeverMissAnOnDemandNode() {
    Sightings seen = asleep(at(9, 0), at(9, 0).plus(Duration.ofDays(90)));

    Attendance away = Attending.judge(Presence.ON_DEMAND, seen, at(9, 0).plus(Duration.ofDays(90)));
    assertEquals(State.AWAY, away.state());
    assertEquals("asleep", away.why());
  }

  @Test
  void shouldBeginTheGraceWithTheHours() {
    assertEquals(State.AWAY, state(OFFICE, asleep(at(1, 0), at(7, 59)), at(7, 59)));
    assertEquals(
        Optional.of(at(8, 10)), Attending.nextTry(OFFICE, asleep(at(1, 0), at(7, 59)), at(7, 59)));
    assertEquals(State.LATE, state(OFFICE, asleep(at(1, 0), at(8, 1)), at(8, 1)));
    assertEquals(State.MISSING, state(OFFICE, asleep(at(1, 0), at(8, 10)), at(8, 10)));
    assertEquals(State.AWAY, state(OFFICE, asleep(at(1, 0), at(18, 0)), at(18, 0)));
  }

  @Test
  void shouldLetAnIdlingNodeGoThatWasThereToday() {
    Sightings came = Sightings.NONE.seen(at(8, 20));
    Sightings ended = missed(came, Obstacle.PORT_CLOSED, at(11, 0), at(12, 0));

    assertEquals(State.AWAY, state(WSL, ended, at(12, 0)));
    assertEquals(State.MISSING, state(OFFICE, ended, at(12, 0)));
    assertEquals(State.MISSING, state(WSL, asleep(at(1, 0), at(8, 30)), at(8, 30)));
    assertEquals(
        Optional.of(EIGHT.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(30))),
        Attending.nextTry(WSL, ended, at(12, 0)));
  }

  @Test
  void shouldBarAtOnceWhoeverHasAnotherHostKeyWhateverThePresence() {
    Sightings other = missed(Sightings.NONE, Obstacle.OTHER_HOST_KEY, at(1, 0));

    assertEquals(State.BARRED, state(Presence.ALWAYS_ON, other, at(1, 0)));
    assertEquals(State.BARRED, state(Presence.ON_DEMAND, other, at(1, 0)));
    assertEquals(State.BARRED, state(OFFICE, other, at(1, 0)));
    assertEquals("host-key-changed", Attending.judge(Presence.ON_DEMAND, other, at(1, 0)).why());
  }

  @Test
  void shouldBelieveARefusedLoginTheSecondTime() {
    Sightings once = missed(Sightings.NONE, Obstacle.LOGIN_REFUSED, at(1, 0));
    assertEquals(State.LATE, state(Presence.ON_DEMAND, once, at(1, 0)));
    assertEquals(
        Optional.of(at(1, 0).plusSeconds(15)),
        Attending.nextTry(Presence.ON_DEMAND, once, at(1, 0)));

    Sightings twice = missed(once, Obstacle.LOGIN_REFUSED, at(1, 0).plusSeconds(15));
    assertEquals(State.BARRED, state(Presence.ON_DEMAND, twice, at(1, 1)));
    assertEquals(
        State.AWAY,
        state(Presence.ON_DEMAND, missed(twice, Obstacle.NO_ANSWER, at(1, 2)), at(1, 2)));
  }

  @Test
  void shouldKeepTheLongestGapUntilTheNodeIsAsItShallBe() {
    Sightings back = asleep(at(1, 0), at(9, 0)).seen(at(10, 0));
    assertEquals(Duration.ofHours(9), back.gap().orElseThrow().length());

    Sightings again = missed(back, Obstacle.NO_ANSWER, at(11, 0)).seen(at(11, 30));
    assertEquals(Duration.ofHours(9), again.gap().orElseThrow().length());
    assertEquals(Optional.empty(), again.settled().gap());
  }
}
