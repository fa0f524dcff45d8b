package io.meshinfra.reconcile.presence;

import io.meshinfra.desired.Presence;
import io.meshinfra.model.Absence;
import io.meshinfra.model.NoWayIn.Cause;
import io.meshinfra.model.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Judges what the hub has seen of a node by its presence. Pure; and every alarm rests on a try that
 * was made when the grace was over, never on the passing of time alone: a hub that was away itself
 * has seen nobody's absence.
 */
public final class Attending {
  /**
   * A machine that boots or shuts down refuses logins for a moment (pam_nologin), so it has to
   * refuse them a second time after that.
   */
  static final Duration REFUSES_TWICE = Duration.ofSeconds(15);

  private Attending() {}

  /**
   * @param now the time of the last try, or later
   */
  public static Attendance judge(Presence presence, Sightings seen, Instant now) {
    if (seen.absence().isEmpty()) {
      return Attendance.PRESENT;
    }
    Absence absence = seen.absence().get();
    if (absence.cause().isBarred()) {
      return barred(absence);
    }
    Optional<Instant> deadline = deadline(presence, seen, now);
    if (deadline.isEmpty()) {
      return new Attendance.Away(absence, presence.expectedNext(now));
    }
    return absence.tried().isBefore(deadline.get())
        ? new Attendance.Late(absence, deadline.get())
        : new Attendance.Missing(absence);
  }

  private static Attendance barred(Absence absence) {
    Instant sure = sure(absence);
    return absence.tried().isBefore(sure)
        ? new Attendance.Late(absence, sure)
        : new Attendance.Barred(absence);
  }

  private static Instant sure(Absence absence) {
    boolean mayPass = absence.cause() == Cause.LOGIN_REFUSED;
    return mayPass ? absence.causeSince().plus(REFUSES_TWICE) : absence.causeSince();
  }

  /** When the grace is over; empty when the node need not be there now. */
  private static Optional<Instant> deadline(Presence presence, Sightings seen, Instant now) {
    return presence
        .expectedSince(now)
        .filter(from -> !hasShownUp(presence, seen, from))
        .map(from -> later(from, seen.absence().orElseThrow().since()))
        .map(from -> from.plus(presence.graceTime()));
  }

  private static boolean hasShownUp(Presence presence, Sightings seen, Instant from) {
    return presence.idles() && seen.lastSeen().map(at -> !at.isBefore(from)).orElse(false);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /**
   * When the next try must be made at the latest, so that no alarm comes late: with the end of the
   * grace, also of the one that begins with the next hours. Empty when no time is better than any
   * other.
   */
  public static Optional<Instant> nextTry(Presence presence, Sightings seen, Instant now) {
    return switch (judge(presence, seen, now)) {
      case Attendance.Present present -> Optional.empty();
      case Attendance.Away away -> away.expected().map(from -> from.plus(presence.graceTime()));
      case Attendance.Late late -> Optional.of(late.until());
      case Attendance.Missing missing -> Optional.empty();
      case Attendance.Barred barred -> Optional.empty();
    };
  }
}
