package io.meshinfra.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the hub has seen a node and when not: all that its presence is judged by.
 *
 * @param lastSeen when the hub was last in
 * @param absence the one that goes on now
 * @param gap the longest absence since the node was last as it shall be; it asks for attention
 *     until then, as git has gone on without the node
 */
public record Sightings(Optional<Instant> lastSeen, Optional<Absence> absence, Optional<Gap> gap) {
  /** Of a node that was never tried. */
  public static final Sightings NONE =
      new Sightings(Optional.empty(), Optional.empty(), Optional.empty());

  /** The hub got in. */
  public Sightings seen(Instant now) {
    Optional<Gap> ended = absence.map(over -> new Gap(over.since(), now));
    Optional<Gap> longest =
        gap.map(known -> ended.map(known::orLonger).orElse(known)).or(() -> ended);
    return new Sightings(Optional.of(now), Optional.empty(), longest);
  }

  /** The hub did not get in. */
  public Sightings missed(NoWayIn why, Instant now) {
    Absence goesOn =
        absence.map(known -> known.triedAgain(why, now)).orElseGet(() -> Absence.begun(why, now));
    return new Sightings(lastSeen, Optional.of(goesOn), gap);
  }

  /** How long the node was away at a stretch since it was last as it shall be. */
  public Duration longestAbsence(Instant now) {
    Duration over = gap.map(Gap::length).orElse(Duration.ZERO);
    Duration on = absence.map(a -> Duration.between(a.since(), now)).orElse(Duration.ZERO);
    return on.compareTo(over) > 0 ? on : over;
  }

  /** The node is as it shall be: what it missed is made up for. */
  public Sightings settled() {
    return new Sightings(lastSeen, absence, Optional.empty());
  }
}
