package io.meshinfra.cli;

import io.meshinfra.model.Printable;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people type them: {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d}. */
public final class DurationText {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smhd])");

  private DurationText() {}

  /**
   * @throws Failure when it is something else
   */
  public static Duration parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new Failure(
          "a length of time is like 30s, 5m, 2h or 7d, not " + Printable.quote(text));
    }
    long number = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> throw new DateTimeException(text);
    };
  }

  public static boolean is(String text) {
    return FORM.matcher(text).matches();
  }
}
