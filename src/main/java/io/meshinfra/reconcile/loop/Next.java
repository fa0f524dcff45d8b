package io.meshinfra.reconcile.loop;

import io.meshinfra.reconcile.pass.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a node is looked at again.
 *
 * @param shown whether people shall be told of it
 */
record Next(Duration pause, boolean shown) {

  /** The same, and not later than that. */
  Next within(Optional<Duration> longest) {
    return longest
        .filter(limit -> limit.compareTo(pause) < 0)
        .map(limit -> new Next(limit, shown))
        .orElse(this);
  }

  /**
   * @param interval of the node in the revision in force
   */
  static Next after(Ended ended, Slot slot, Pace pace, Duration interval, Instant now) {
    return switch (ended) {
      case Ended.Made made -> {
        Pass pass = made.pass();
        boolean away = pass.ending() == Pass.Ending.AWAY;
        int failures = slot.count(Pace.failed(pass.outcome()), away);
        yield new Next(pace.next(interval, pass.outcome(), failures), true);
      }
      case Ended.StayedAway away ->
          new Next(pace.afterFailure(interval, slot.count(true, true)), true);
      case Ended.Broke broke ->
          new Next(pace.afterFailure(interval, slot.count(true, false)), true);
      case Ended.Suspended suspended ->
          new Next(pace.suspended(interval, suspended.suspension(), now), false);
      case Ended.NotMade notMade -> new Next(interval, false);
    };
  }
}
