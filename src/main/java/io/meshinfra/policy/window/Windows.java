package io.meshinfra.policy.window;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Several windows taken together. */
public record Windows(List<Window> windows) {
  /** A freeze of a year is the longest that anybody plans. */
  private static final int FARTHEST_DAYS = 400;

  public Windows {
    windows = List.copyOf(windows);
  }

  public boolean cover(Instant time) {
    return windows.stream().anyMatch(window -> window.covers(time));
  }

  /** Whether one that covers the time lets a run end that has begun in it. */
  public boolean letRunsEnd(Instant time) {
    return windows.stream().anyMatch(window -> window.overrun() && window.covers(time));
  }

  /** When what holds at the time ends: the windows begin, or end. Empty when it never does. */
  public Optional<Instant> nextTurn(Instant time) {
    boolean now = cover(time);
    LocalDate yesterday = time.atZone(ZoneOffset.UTC).toLocalDate().minusDays(1);
    return Stream.iterate(yesterday, day -> day.plusDays(1))
        .limit(FARTHEST_DAYS)
        .flatMap(day -> windows.stream().flatMap(window -> window.turns(day)))
        .filter(turn -> turn.isAfter(time))
        .sorted()
        .filter(turn -> cover(turn) != now)
        .findFirst();
  }
}
