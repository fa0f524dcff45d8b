package io.meshinfra.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties that hold for every schedule at every time. */
class ScheduleTest {
  private static final Instant YEAR = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MINUTES = 365 * 24 * 60;

  /** With other nights in which the clock is set, and with none. */
  private static final List<String> ZONES =
      List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC");

  private static Schedule random(Random random) {
    String[] days = {"Mon-Fri", "Sat,Sun", "Wed", "Mon-Sun", "Fri-Mon"};
    return Schedule.parse(
        "%s %02d:%02d-%02d:%02d %s"
            .formatted(
                days[random.nextInt(days.length)],
                random.nextInt(24),
                random.nextInt(4) * 15,
                random.nextInt(24),
                random.nextInt(4) * 15,
                ZONES.get(random.nextInt(ZONES.size()))));
  }

  private static Instant time(Random random) {
    return YEAR.plus(Duration.ofMinutes(random.nextInt(MINUTES)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldBeCoveredFromTheBeginningToTheEndOfItsHours(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Schedule schedule = random(random);
      Instant now = time(random);
      String what = schedule + " at " + now + ", seed " + seed;
      Instant next = schedule.after(now).from();
      assertTrue(next.isAfter(now), what);
      assertTrue(Duration.between(now, next).compareTo(Duration.ofDays(8)) < 0, what);
      assertTrue(schedule.covers(next), what);
      schedule
          .at(now)
          .ifPresent(hours -> {
            assertTrue(schedule.covers(hours.from()), what);
            assertTrue(schedule.covers(hours.until().minusMillis(1)), what);
            assertTrue(hours.from().isBefore(hours.until()), what);
          });
    }
  }

  /** Away from the nights in which the clock is set, the time of day says it all. */
  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void shouldAgreeWithTheTimeOfDayWhereTheClockGoesOnEvenly(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Schedule schedule = random(random);
      Instant now = time(random);
      if (!goesEvenly(schedule, now)) {
        continue;
      }
      assertEquals(
          byTimeOfDay(schedule, now), schedule.covers(now), schedule + " at " + now + " " + seed);
    }
  }

  private static boolean goesEvenly(Schedule schedule, Instant now) {
    var rules = schedule.zone().getRules();
    return rules
        .getOffset(now.minus(Duration.ofDays(2)))
        .equals(rules.getOffset(now.plus(Duration.ofDays(2))));
  }

  private static boolean byTimeOfDay(Schedule schedule, Instant now) {
    ZonedDateTime local = now.atZone(schedule.zone());
    LocalTime clock = local.toLocalTime();
    boolean today = schedule.days().contains(local.getDayOfWeek());
    boolean yesterday = schedule.days().contains(local.getDayOfWeek().minus(1));
    boolean begun = !clock.isBefore(schedule.from());
    boolean open = clock.isBefore(schedule.until());
    return schedule.from().isBefore(schedule.until())
        ? today && begun && open
        : today && begun || yesterday && open;
  }

  @Test
  void shouldLeaveOutHoursThatDoNotExist() {
    Schedule early = Schedule.parse("Sun 02:00-02:45 Europe/Berlin");

    assertEquals(
        Instant.parse("2026-04-05T00:00:00Z"),
        early.after(Instant.parse("2026-03-28T00:00:00Z")).from());
  }

  @Test
  void shouldNotFlickerInTheHourThatComesTwice() {
    Schedule night = Schedule.parse("Sat 22:00-02:30 Europe/Berlin");
    Instant begin = Instant.parse("2026-10-24T20:00:00Z");
    Instant end = Instant.parse("2026-10-25T01:30:00Z"); // half past two for the second time

    for (Instant at = begin; at.isBefore(end); at = at.plus(Duration.ofMinutes(5))) {
      assertTrue(night.covers(at), at.toString());
    }
    assertFalse(night.covers(end));
  }

  @Test
  void shouldLoseOrGainTheHourThatTheClockIsSetBy() {
    Schedule night = Schedule.parse("Sat 22:00-06:00 Europe/Berlin");

    assertEquals(Duration.ofHours(7), length(night, "2026-03-28T21:00:00Z"));
    assertEquals(Duration.ofHours(9), length(night, "2026-10-24T20:00:00Z"));
    assertEquals(Duration.ofHours(8), length(night, "2026-06-06T20:00:00Z"));
  }

  private static Duration length(Schedule schedule, String at) {
    Schedule.Hours hours = schedule.at(Instant.parse(at)).orElseThrow();
    return Duration.between(hours.from(), hours.until());
  }
}
