package io.meshinfra.policy.window;

import io.meshinfra.model.Printable;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hours of a day, written {@code 08:00-18:00}. Those that end before they begin reach into the next
 * day; equal ends are a whole day.
 */
public record Hours(LocalTime from, LocalTime until) {
  public static final Hours ALL = new Hours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

  private static final String TIME = "([01][0-9]|2[0-3]):([0-5][0-9])";
  private static final Pattern FORM = Pattern.compile(TIME + "-(?:" + TIME + "|24:00)");

  public static Hours parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "hours are written like 08:00-18:00, not " + Printable.quote(text));
    }
    LocalTime from = LocalTime.of(number(form, 1), number(form, 2));
    return new Hours(
        from,
        form.group(3) == null
            ? LocalTime.MIDNIGHT
            : LocalTime.of(number(form, 3), number(form, 4)));
  }

  private static int number(Matcher form, int group) {
    return Integer.parseInt(form.group(group));
  }
}
