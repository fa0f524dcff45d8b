package io.meshinfra.reconcile.loop;

import io.meshinfra.converge.Outcome;
import io.meshinfra.journal.Suspension;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When a node is looked at next; pure but for its dice.
 *
 * @param retryFirst wait after the first failure; doubles up to the interval
 */
public record Pace(RandomGenerator random, Duration retryFirst) {
  /** A tenth of the interval, either way, so that a thousand nodes do not come at once. */
  private static final double JITTER = 0.1;

  Duration next(Duration interval, Outcome outcome, int failuresInARow) {
    return failed(outcome) ? afterFailure(interval, failuresInARow) : jittered(interval);
  }

  Duration afterFailure(Duration interval, int failuresInARow) {
    return jittered(backOff(interval, failuresInARow));
  }

  /** Whether the node is to be looked at again sooner than its interval says. */
  static boolean failed(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Converged converged -> false;
      case Outcome.InSync inSync -> false;
      case Outcome.StillDrifting drifting -> false;
      case Outcome.Skipped skipped -> false;
      case Outcome.RolledBack rolledBack -> false;
      case Outcome.Failed failed -> true;
      case Outcome.Deferred deferred -> true;
    };
  }

  /**
   * When to see whether a suspension has ended: with its end, and in any case after the interval,
   * as a person may have changed it.
   */
  Duration suspended(Duration interval, Suspension suspension, Instant now) {
    Duration wait = jittered(interval);
    return suspension
        .until()
        .map(until -> Duration.between(now, until).plusSeconds(1))
        .filter(left -> left.compareTo(wait) < 0)
        .map(left -> left.isNegative() ? Duration.ZERO : left)
        .orElse(wait);
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

  public Duration jittered(Duration wait) {
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis((long) (wait.toMillis() * factor));
  }
}
