package io.meshinfra.model;

import io.meshinfra.model.NoWayIn.Cause;
import java.time.Instant;

/**
 * That a node does not answer, as far as the hub has seen it itself.
 *
 * @param since the first try in vain
 * @param causeSince the first try of those in a row that had this cause
 * @param tried the last try in vain; of a hub that was started anew, none before it is its own
 * @param reason path by path, for people
 */
public record Absence(
    Instant since, Instant causeSince, Instant tried, Cause cause, String reason) {

  static Absence begun(NoWayIn why, Instant now) {
    return new Absence(now, now, now, why.cause(), why.reason());
  }

  Absence triedAgain(NoWayIn why, Instant now) {
    Instant from = why.cause() == cause ? causeSince : now;
    return new Absence(since, from, now, why.cause(), why.reason());
  }
}
