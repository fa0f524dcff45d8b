package io.meshinfra.reconcile.presence;

import io.meshinfra.model.Absence;
import io.meshinfra.model.NoWayIn.Cause;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How a node keeps to its presence. */
public sealed interface Attendance {

  /** The hub gets in, or has not tried yet. */
  record Present() implements Attendance {}

  /**
   * It does not answer, and need not.
   *
   * @param expected when it is expected next; empty when nobody can say
   */
  record Away(Absence absence, Optional<Instant> expected) implements Attendance {}

  /**
   * It does not answer though it is expected; its grace runs.
   *
   * @param until when it counts as missing, if it does not answer then either
   */
  record Late(Absence absence, Instant until) implements Attendance {}

  /** It is expected, and did not answer when its grace was over. */
  record Missing(Absence absence) implements Attendance {}

  /** The hub is kept out; that is nobody's absence, and a person has to mend it. */
  record Barred(Absence absence) implements Attendance {}

  /** The five in a word, for programs and for the journal. */
  enum State {
    PRESENT,
    AWAY,
    LATE,
    MISSING,
    BARRED;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    public static State parse(String word) {
      return valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }

    /** Whether somebody has to do something about it. */
    public boolean isAlarm() {
      return this == MISSING || this == BARRED;
    }
  }

  Attendance PRESENT = new Present();

  default State state() {
    return switch (this) {
      case Present present -> State.PRESENT;
      case Away away -> State.AWAY;
      case Late late -> State.LATE;
      case Missing missing -> State.MISSING;
      case Barred barred -> State.BARRED;
    };
  }

  /** The absence that goes on; empty for a node that is present. */
  default Optional<Absence> ongoing() {
    return switch (this) {
      case Present present -> Optional.empty();
      case Away away -> Optional.of(away.absence());
      case Late late -> Optional.of(late.absence());
      case Missing missing -> Optional.of(missing.absence());
      case Barred barred -> Optional.of(barred.absence());
    };
  }

  /** Why it does not answer, in a word: {@code asleep}, or that of the {@link Cause}. */
  default String why() {
    return ongoing()
        .map(absence -> isAsleep(absence.cause()) ? "asleep" : absence.cause().word())
        .orElse("");
  }

  private boolean isAsleep(Cause cause) {
    return this instanceof Away && (cause == Cause.HOST_DOWN || cause == Cause.LINK_LOST);
  }

  /** For people; empty for a node that is present. */
  default String reason() {
    return switch (this) {
      case Present present -> "";
      case Away away ->
          told(
              "away since ",
              away.absence(),
              away.expected().map(at -> ", expected at " + second(at)).orElse(""));
      case Late late ->
          told("away since ", late.absence(), ", missing from " + second(late.until()) + " on");
      case Missing missing -> told("missing since ", missing.absence(), "");
      case Barred barred ->
          "the hub is kept out (%s): %s".formatted(why(), barred.absence().reason());
    };
  }

  private String told(String verb, Absence absence, String more) {
    return verb + second(absence.since()) + more + " (" + why() + "): " + absence.reason();
  }

  private static Instant second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
