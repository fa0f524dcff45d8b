package io.meshinfra.report.review;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people say them, in UTC: a comment is read everywhere. */
public final class Ages {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm 'UTC'");
  private static final DateTimeFormatter WEEKDAY =
      DateTimeFormatter.ofPattern("EEEE", Locale.ENGLISH);
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd");
  private static final Duration A_WEEK = Duration.ofDays(6);
  private static final Duration HALF_A_DAY = Duration.ofHours(12);

  private Ages() {}

  /** {@code 2026-03-06 14:02 UTC}. */
  static String at(Instant instant) {
    return MINUTE.format(instant.atOffset(ZoneOffset.UTC));
  }

  /** {@code 4 s ago}, {@code 3 min ago}, {@code 2 h ago}, {@code 5 days ago}. */
  public static String ago(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    if (age.toSeconds() < 120) {
      return Math.max(0, age.toSeconds()) + " s ago";
    }
    if (age.toMinutes() < 120) {
      return age.toMinutes() + " min ago";
    }
    return age.toHours() < 48 ? age.toHours() + " h ago" : age.toDays() + " days ago";
  }

  /** A time of today, a weekday of this week, else a date: {@code Friday}. */
  static String since(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    DateTimeFormatter form =
        age.compareTo(HALF_A_DAY) < 0 ? TIME : age.compareTo(A_WEEK) < 0 ? WEEKDAY : DATE;
    return form.format(then.atOffset(ZoneOffset.UTC));
  }
}
