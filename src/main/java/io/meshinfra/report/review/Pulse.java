package io.meshinfra.report.review;

import io.meshinfra.model.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one node when a heartbeat is told.
 *
 * @param seen what the last look that came through saw; absent when there was none since the hub
 *     was started
 * @param since when the first of what drifts was seen so
 * @param remark for people, from the hub or the manifest; what nodes print is not in it
 */
public record Pulse(
    NodeName node, Tried tried, Optional<Seen> seen, Optional<Instant> since, String remark) {

  /** What became of the last try to look at it. */
  public enum Tried {
    CAME_THROUGH,
    FAILED,
    NEVER
  }

  /**
   * What a look saw.
   *
   * @param moved resources that somebody changed on the machine
   * @param behind resources that git has changed and the node has not got yet
   * @param unclear resources that could not be read
   */
  public record Seen(Instant at, long moved, long behind, long unclear) {}

  /** What is to be thought of it, the worst first. */
  public enum State {
    DRIFTED,
    /** Somebody should have looked and nobody has; what was seen before is too old. */
    NOT_LOOKED_AT,
    AWAY,
    UNCLEAR,
    BEHIND,
    FINE
  }

  /**
   * Old looks count for nothing: that a node was fine the week before says nothing of this one.
   *
   * @param now when it is told
   * @param period that is told about
   */
  State state(Instant now, Duration period) {
    Optional<Seen> recent = seen.filter(look -> !look.at().isBefore(now.minus(period)));
    if (recent.isPresent() && recent.get().moved() > 0) {
      return State.DRIFTED;
    }
    if (tried == Tried.FAILED) {
      return State.AWAY;
    }
    return recent.map(Pulse::state).orElse(State.NOT_LOOKED_AT);
  }

  private static State state(Seen look) {
    if (look.unclear() > 0) {
      return State.UNCLEAR;
    }
    return look.behind() > 0 ? State.BEHIND : State.FINE;
  }
}
