package io.meshinfra.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
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
