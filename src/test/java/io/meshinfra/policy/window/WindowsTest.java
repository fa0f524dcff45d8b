package io.meshinfra.policy.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsTest {
  @ParameterizedTest
  @CsvSource({
    // Monday to Friday, in winter and in summer
    "Mon-Fri, 08:00-18:00, 2026-11-23T07:00:00Z, true, 2026-11-23T17:00:00Z",
    "Mon-Fri, 08:00-18:00, 2026-11-23T06:59:59Z, false, 2026-11-23T07:00:00Z",
    "Mon-Fri, 08:00-18:00, 2026-11-23T17:00:00Z, false, 2026-11-24T07:00:00Z",
    "Mon-Fri, 08:00-18:00, 2026-11-21T12:00:00Z, false, 2026-11-23T07:00:00Z",
    "Mon-Fri, 08:00-18:00, 2026-06-22T06:00:00Z, true, 2026-06-22T16:00:00Z",
    // over midnight: Friday's night ends on Saturday
    "Fri, 22:00-06:00, 2026-11-28T04:00:00Z, true, 2026-11-28T05:00:00Z",
    "Fri, 22:00-06:00, 2026-11-27T04:00:00Z, false, 2026-11-27T21:00:00Z",
    // all day, and the day on which clocks go back
    "Sun, 00:00-24:00, 2026-10-25T00:30:00Z, true, 2026-10-25T23:00:00Z",
    "'Sat,Sun', 00:00-24:00, 2026-11-21T12:00:00Z, true, 2026-11-22T23:00:00Z",
    // the hour that does not exist
    "Sun, 02:30-04:00, 2026-03-29T00:00:00Z, false, 2026-03-29T01:30:00Z",
  })
  void shouldOpenAndClose(String days, String hours, Instant at, boolean open, Instant turn) {
    Windows windows =
        windows(
            new Window(
                Window.Zone.parse("Europe/Berlin"),
                Weekdays.parse(days),
                Hours.parse(hours),
                Optional.empty(),
                Optional.empty(),
                false));

    assertEquals(open, windows.cover(at));
    assertEquals(Optional.of(turn), windows.nextTurn(at));
  }

  @Test
  void shouldCountTheLastDayInAndNothingBehindIt() {
    Windows freeze = windows(dates("2026-12-20", "2027-01-03"));

    assertEquals(false, freeze.cover(Instant.parse("2026-12-19T22:59:59Z")));
    assertEquals(true, freeze.cover(Instant.parse("2026-12-19T23:00:00Z")));
    assertEquals(true, freeze.cover(Instant.parse("2027-01-03T22:59:59Z")));
    assertEquals(false, freeze.cover(Instant.parse("2027-01-03T23:00:00Z")));
    assertEquals(Optional.empty(), freeze.nextTurn(Instant.parse("2027-02-01T00:00:00Z")));
  }

  @Test
  void shouldBeOpenAsLongAsOneOfThemIs() {
    Windows two = windows(hours("08:00-12:00"), hours("11:00-18:00"));

    assertEquals(
        Optional.of(Instant.parse("2026-11-23T17:00:00Z")),
        two.nextTurn(Instant.parse("2026-11-23T08:00:00Z")));
  }

  @Test
  void shouldNeverTurnWhenOpenForEver() {
    assertEquals(
        Optional.empty(),
        windows(hours("00:00-24:00")).nextTurn(Instant.parse("2026-11-23T08:00:00Z")));
  }

  /** Whatever the windows are: until the next turn nothing changes, and with it something does. */
  @Test
  void shouldFindTheFirstTurn() {
    Random random = new Random(20250908);
    for (int i = 0; i < 300; i++) {
      Windows windows =
          windows(Stream.generate(() -> made(random)).limit(1 + i % 3).toArray(Window[]::new));
      Instant now = Instant.parse("2026-10-20T00:00:00Z").plusSeconds(random.nextInt(1_000_000));
      Optional<Instant> turn = windows.nextTurn(now);
      boolean covered = windows.cover(now);
      Instant end = turn.orElse(now.plusSeconds(10 * 86_400));
      for (Instant time = now; time.isBefore(end); time = time.plusSeconds(601)) {
        assertEquals(covered, windows.cover(time), windows + " at " + time + " from " + now);
      }
      turn.ifPresent(t -> assertEquals(!covered, windows.cover(t), windows + " turns at " + t));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8:00-18:00", "08:00", "08:00-25:00", "08:60-09:00", "24:00-08:00", ""})
  void shouldRefuseHoursThatAreNone(String text) {
    assertThrows(IllegalArgumentException.class, () -> Hours.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Monday", "Mon-", "Mon,,Tue", "1-5", "", "mon"})
  void shouldRefuseDaysThatAreNone(String text) {
    assertThrows(IllegalArgumentException.class, () -> Weekdays.parse(text));
  }

  private static Window made(Random random) {
    List<String> days = List.of("Mon-Fri", "Sat,Sun", "Wed", "Fri-Mon");
    List<String> zones = List.of("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC");
    String hours =
        "%02d:%02d-%02d:00"
            .formatted(random.nextInt(24), random.nextInt(2) * 30, random.nextInt(24));
    return new Window(
        Window.Zone.parse(zones.get(random.nextInt(zones.size()))),
        Weekdays.parse(days.get(random.nextInt(days.size()))),
        Hours.parse(hours),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static Window hours(String hours) {
    return new Window(
        Window.Zone.parse("Europe/Berlin"),
        Weekdays.ALL,
        Hours.parse(hours),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static Window dates(String from, String until) {
    return new Window(
        Window.Zone.parse("Europe/Berlin"),
        null,
        null,
        Optional.of(Window.Day.parse(from)),
        Optional.of(Window.Day.parse(until)),
        false);
  }

  private static Windows windows(Window... windows) {
    return new Windows(List.of(windows));
  }
}
