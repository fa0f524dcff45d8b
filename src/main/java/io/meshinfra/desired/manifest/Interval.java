package io.meshinfra.desired.manifest;

import io.meshinfra.model.Printable;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often something happens, written {@code 30s}, {@code 5m}, {@code 2h} or {@code 1d}. */
public record Interval(Duration duration) {
  /** A run takes about a second; closer runs would only load the node. */
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})([smhd])");

  public static Interval parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "an interval is written like 30s, 5m, 2h or 1d, not " + Printable.quote(text));
    }
    long number = Long.parseLong(form.group(1));
    Duration duration =
        switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "an interval is between 10s and 30d, not " + Printable.quote(text));
    }
    return new Interval(duration);
  }
}
