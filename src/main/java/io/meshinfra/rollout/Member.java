package io.meshinfra.rollout;

import io.meshinfra.model.Revision;
import java.time.Instant;
import java.util.Optional;

/**
 * One node in a rollout.
 *
 * @param wave from 1
 * @param reason what went wrong, for people; empty when nothing did
 * @param since when it came to stand there
 * @param changed whether anything was done on it
 * @param before the last revision that all of it was at; empty when nobody knows one
 */
public record Member(
    int wave,
    Standing standing,
    String reason,
    Instant since,
    boolean changed,
    Optional<Revision> before) {

  static Member pending(int wave, Instant now, Optional<Revision> before) {
    return new Member(wave, Standing.PENDING, "", now, false, before);
  }

  public Member to(Standing next, String why, Instant now) {
    return new Member(wave, next, why, now, changed, before);
  }

  /** A run of it begins; what it goes back to is what it was at before the first one. */
  public Member begun(Optional<Revision> wasAt, Instant now) {
    return new Member(wave, Standing.WORKING, "", now, true, before.or(() -> wasAt));
  }
}
