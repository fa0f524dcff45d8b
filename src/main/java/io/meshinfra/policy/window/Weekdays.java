package io.meshinfra.policy.window;

import io.meshinfra.model.Printable;
import java.time.DayOfWeek;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Days of a week, written {@code Mon-Fri} or {@code Sat,Sun}. */
public record Weekdays(Set<DayOfWeek> days) {
  public static final Weekdays ALL = new Weekdays(EnumSet.allOf(DayOfWeek.class));

  private static final List<String> NAMES =
      List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  public Weekdays {
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  public static Weekdays parse(String text) {
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String word : text.split("\\s*,\\s*", -1)) {
      String[] ends = word.split("-", 2);
      DayOfWeek day = day(ends[0], text);
      DayOfWeek last = day(ends[ends.length - 1], text);
      days.add(day);
      while (day != last) {
        day = day.plus(1);
        days.add(day);
      }
    }
    return new Weekdays(days);
  }

  private static DayOfWeek day(String word, String text) {
    int at = NAMES.indexOf(word.strip());
    if (at < 0) {
      throw new IllegalArgumentException(
          "days are written like Mon-Fri or Sat,Sun, with %s; not %s"
              .formatted(String.join(", ", NAMES), Printable.quote(text)));
    }
    return DayOfWeek.of(at + 1);
  }
}
