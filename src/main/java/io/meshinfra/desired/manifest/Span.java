package io.meshinfra.desired.manifest;

import io.meshinfra.model.Printable;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time to wait, written {@code 0s}, {@code 30s}, {@code 5m}, {@code 2h} or {@code 1d}. */
public record Span(Duration duration) {
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})([smhd])");

  public static Span parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "a time is written like 0s, 30s, 5m, 2h or 1d, not " + Printable.quote(text));
    }
    long number = Long.parseLong(form.group(1));
    Duration duration =
        switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a time is at most 30d, not " + Printable.quote(text));
    }
    return new Span(duration);
  }
}
