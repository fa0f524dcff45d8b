package io.meshinfra.reconcile.flow;

import io.meshinfra.model.Printable;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When the mesh is tested.
 *
 * @param interval absent when it never is
 */
public record TestRhythm(Optional<Duration> interval, RandomGenerator random) {
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  /** A fifth of the interval, either way, so that hubs do not stay together. */
  private static final double JITTER = 0.2;

  /** A hub that was just started has other things to do, and then wants to know soon. */
  private static final int FIRST = 12;

  public TestRhythm {
    interval = interval.map(every -> every.compareTo(SHORTEST) < 0 ? SHORTEST : every);
  }

  /**
   * @param setting a length of time as other settings have it, or {@code off}
   */
  public static TestRhythm parse(String setting, RandomGenerator random) {
    String text = setting.strip().toLowerCase(Locale.ROOT);
    if (text.equals("off")) {
      return new TestRhythm(Optional.empty(), random);
    }
    Duration interval;
    try {
      interval = DurationConverter.parseDuration(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "mesh.network.test.interval is a length of time like 30m, or off, not "
              + Printable.quote(setting),
          e);
    }
    return new TestRhythm(Optional.of(interval).filter(Duration::isPositive), random);
  }

  /** Until the first test. */
  Duration first(Duration every) {
    return jittered(every.dividedBy(FIRST));
  }

  /** Until the next one. */
  Duration next(Duration every) {
    return jittered(every);
  }

  private Duration jittered(Duration wait) {
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis((long) (wait.toMillis() * factor));
  }
}
