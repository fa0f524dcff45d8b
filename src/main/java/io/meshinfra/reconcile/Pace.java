package io.meshinfra.reconcile;

import io.meshinfra.converge.Outcome;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a node is looked at next; pure but for its dice.
 *
 * @param retryFirst wait after the first failure; doubles up to the interval
 */
record Pace(RandomGenerator random, Duration retryFirst) {
  /** A tenth of the interval, either way, so that a thousand nodes do not come at once. */
  private static final double JITTER = 0.1;

  Duration next(Duration interval, Outcome outcome, int failuresInARow) {
    boolean settled =
        switch (outcome) {
          case Outcome.Converged converged -> true;
          case Outcome.InSync inSync -> true;
          case Outcome.StillDrifting drifting -> true;
          case Outcome.Skipped skipped -> true;
          case Outcome.Failed failed -> false;
          case Outcome.Deferred deferred -> false;
        };
    return jittered(settled ? interval : backOff(interval, failuresInARow));
  }

  private Duration backOff(Duration interval, int failuresInARow) {
    long factor = 1L << Math.min(Math.max(failuresInARow - 1, 0), 20);
    Duration wait = retryFirst.multipliedBy(factor);
    return wait.compareTo(interval) < 0 ? wait : interval;
  }

  /** Spread over the whole interval, for the first pass after a start of the hub. */
  Duration first(Duration spread) {
    return Duration.ofMillis((long) (spread.toMillis() * random.nextDouble()));
  }

  Duration jittered(Duration wait) {
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis((long) (wait.toMillis() * factor));
  }
}
