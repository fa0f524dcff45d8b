package io.meshinfra.transport;

import java.time.Duration;

/** Durations as people write them. */
public final class Durations {
  private Durations() {}

  /** For example {@code 5 s} or {@code 250 ms}. */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
