package io.meshinfra.cli;

import io.meshinfra.model.Printable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Points in time as people type them: {@code 2h} from now, or a date and time. */
public final class TimeText {
  private TimeText() {}

  /**
   * @param option for the message
   * @throws Failure when it is something else
   */
  public static Instant parse(String option, String text, Shell shell) {
    if (DurationText.is(text)) {
      return shell.clock().instant().plus(DurationText.parse(text)).truncatedTo(ChronoUnit.SECONDS);
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new Failure(
          "%s is a time from now like 2h, or a date and time like 2027-01-31T18:00:00Z, not %s"
              .formatted(option, Printable.quote(text)));
    }
  }

  /**
   * @throws Failure also when it is over already
   */
  public static Instant future(String option, String text, Shell shell) {
    Instant time = parse(option, text, shell);
    if (!time.isAfter(shell.clock().instant())) {
      throw new Failure(option + " is in the past: " + Printable.line(text));
    }
    return time;
  }
}
