package io.meshinfra.model;

import io.meshinfra.model.NoWayIn.ClosedPath;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the hub has seen of one access path of a node that is there.
 *
 * @param since when it was first seen as it is now
 * @param lastGood when it last led in
 * @param failures in a row, in rounds in which another path led in
 * @param why it leads nowhere; absent when it leads in
 * @param latency of one question and its answer over it; absent when it leads nowhere, and after a
 *     restart of the hub
 * @param told whether it was told that it leads nowhere
 */
public record PathHealth(
    State state,
    Instant since,
    Optional<Instant> lastGood,
    Instant lastTried,
    int failures,
    Optional<ClosedPath> why,
    Optional<Duration> latency,
    boolean told) {

  /** Whether it leads in. */
  public enum State {
    UP,
    DOWN
  }

  /** It led in. */
  public static PathHealth led(Optional<PathHealth> before, Duration latency, Instant now) {
    Instant since =
        before.filter(known -> known.state == State.UP).map(PathHealth::since).orElse(now);
    return new PathHealth(
        State.UP, since, Optional.of(now), now, 0, Optional.empty(), Optional.of(latency), false);
  }

  /** It led nowhere, and another one did. */
  public static PathHealth shut(Optional<PathHealth> before, ClosedPath why, Instant now) {
    Optional<PathHealth> down = before.filter(known -> known.state == State.DOWN);
    return new PathHealth(
        State.DOWN,
        down.map(PathHealth::since).orElse(now),
        before.flatMap(PathHealth::lastGood),
        now,
        down.map(PathHealth::failures).orElse(0) + 1,
        Optional.of(why),
        Optional.empty(),
        down.map(PathHealth::told).orElse(false));
  }

  /** The same, and somebody was told. */
  public PathHealth asTold() {
    return new PathHealth(state, since, lastGood, lastTried, failures, why, latency, true);
  }

  public boolean isUp() {
    return state == State.UP;
  }
}
