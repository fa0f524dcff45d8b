package io.meshinfra.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.manifest.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceTest {

  @ParameterizedTest
  @CsvSource({
    "Mon-Fri 08:00-18:00 Europe/Berlin, 2026-07-01T05:59:59Z, false",
    "Mon-Fri 08:00-18:00 Europe/Berlin, 2026-07-01T06:00:00Z, true",
    "Mon-Fri 08:00-18:00 Europe/Berlin, 2026-12-01T06:30:00Z, false",
    "Mon-Fri 08:00-18:00 Europe/Berlin, 2026-07-01T16:00:00Z, false",
    "Mon-Fri 08:00-18:00 Europe/Berlin, 2026-07-04T10:00:00Z, false",
    "Fri 22:00-06:00 UTC, 2026-07-04T05:00:00Z, true",
    "Fri 22:00-06:00 UTC, 2026-07-03T05:00:00Z, false",
  })
  void shouldExpectANodeInItsHours(String schedule, Instant time, boolean expected) {
    assertEquals(expected, Schedule.parse(schedule).covers(time));
  }

  /** In Berlin 02:00 becomes 03:00 on 29 March 2026, and 03:00 becomes 02:00 on 25 October. */
  @ParameterizedTest
  @CsvSource({
    "Mon-Fri 08:00-18:00 Europe/Berlin, 2026-03-27T12:00:00Z, 2026-03-30T06:00:00Z, 2026-03-30T16:00:00Z",
    "Mon-Fri 08:00-18:00 Europe/Berlin, 2026-10-23T18:00:00Z, 2026-10-26T07:00:00Z, 2026-10-26T17:00:00Z",
    "Sun 02:30-05:00 Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z, 2026-03-29T03:00:00Z",
    "Sun 01:00-02:30 Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-29T00:00:00Z, 2026-03-29T01:00:00Z",
    "Sun 02:30-05:00 Europe/Berlin, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z, 2026-10-25T04:00:00Z",
    "Sun 01:00-02:30 Europe/Berlin, 2026-10-24T12:00:00Z, 2026-10-24T23:00:00Z, 2026-10-25T01:30:00Z",
    "Mon 08:00-09:00 UTC, 2026-03-23T08:30:00Z, 2026-03-30T08:00:00Z, 2026-03-30T09:00:00Z",
    "Fri 22:00-06:00 UTC, 2026-07-01T00:00:00Z, 2026-07-03T22:00:00Z, 2026-07-04T06:00:00Z",
  })
  void shouldKnowTheNextHoursByTheClockOfTheirZone(
      String text, Instant now, Instant from, Instant until) {
    Schedule schedule = Schedule.parse(text);

    assertEquals(from, schedule.after(now).from());
    assertEquals(Optional.of(new Schedule.Hours(from, until)), schedule.at(from));
    assertTrue(schedule.covers(until.minusMillis(1)));
    assertFalse(schedule.covers(until));
  }

  @Test
  void shouldTakeDaysWithoutABreakForOne() {
    Schedule.Hours hours =
        Schedule.parse("Mon-Fri 00:00-00:00 UTC")
            .at(Instant.parse("2026-03-25T12:00:00Z"))
            .orElseThrow();

    assertEquals(Instant.parse("2026-03-23T00:00:00Z"), hours.from());
    assertEquals(Instant.parse("2026-03-28T00:00:00Z"), hours.until());
  }

  @Test
  void shouldTakeTheGraceOfTheFleetWhereNoneIsWritten() {
    Optional<Interval> usual = Optional.of(Interval.parse("1h"));
    Presence own = new Presence(null, Optional.empty(), Optional.of(Interval.parse("30m")), false);

    assertEquals(Presence.Kind.ALWAYS_ON, own.kind());
    assertEquals(Duration.ofMinutes(30), own.orGrace(usual).graceTime());
    assertEquals(Duration.ofHours(1), Presence.ALWAYS_ON.orGrace(usual).graceTime());
    assertEquals(Duration.ofMinutes(10), Presence.ALWAYS_ON.orGrace(Optional.empty()).graceTime());
    assertEquals(Presence.ON_DEMAND, Presence.ON_DEMAND.orGrace(usual));
  }

  @Test
  void shouldRefuseWhatMakesNoSense() {
    Optional<Interval> grace = Optional.of(Interval.parse("30m"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Presence(null, Optional.empty(), Optional.empty(), false));
    assertThrows(
        IllegalArgumentException.class, () -> new Presence(null, Optional.empty(), grace, true));
  }

  @Test
  void shouldWriteAScheduleAsItIsRead() {
    String text = "Mon-Fri 08:00-18:00 Europe/Berlin";

    assertEquals(text, Schedule.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "always",
        "Mon-Fri 8-18 UTC",
        "Mo-Fr 08:00-18:00 UTC",
        "Mon 08:00-25:00 UTC",
        "Mon 08:00-18:00 Mars/Olympus",
        ",, 08:00-18:00 UTC"
      })
  void shouldRefuseOtherSchedules(String text) {
    assertThrows(IllegalArgumentException.class, () -> Schedule.parse(text));
  }
}
