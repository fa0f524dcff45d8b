package io.meshinfra.desired;

import io.meshinfra.model.Printable;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Weekly hours, like {@code Mon-Fri 08:00-18:00 Europe/Berlin}. Hours that end before they begin
 * reach into the next day.
 */
public record Schedule(Set<DayOfWeek> days, LocalTime from, LocalTime until, ZoneId zone) {
  private static final Pattern FORM =
      Pattern.compile("(\\S+) +(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d) +(\\S+)");
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  public Schedule {
    days = java.util.Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  public static Schedule parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw unlike(text, "");
    }
    try {
      return new Schedule(
          days(form.group(1), text),
          LocalTime.parse(form.group(2)),
          LocalTime.parse(form.group(3)),
          ZoneId.of(form.group(4)));
    } catch (DateTimeException e) {
      throw unlike(text, " (" + Printable.line(String.valueOf(e.getMessage())) + ")");
    }
  }

  public boolean covers(Instant time) {
    ZonedDateTime local = time.atZone(zone);
    LocalTime clock = local.toLocalTime();
    DayOfWeek day = local.getDayOfWeek();
    if (from.isBefore(until)) {
      return days.contains(day) && !clock.isBefore(from) && clock.isBefore(until);
    }
    return days.contains(day) && !clock.isBefore(from)
        || days.contains(day.minus(1)) && clock.isBefore(until);
  }

  private static Set<DayOfWeek> days(String words, String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String word : words.split(",", -1)) {
      String[] ends = word.split("-", 2);
      DayOfWeek day = day(ends[0], text);
      DayOfWeek last = day(ends[ends.length - 1], text);
      days.add(day);
      while (day != last) {
        day = day.plus(1);
        days.add(day);
      }
    }
    return days;
  }

  private static DayOfWeek day(String word, String text) {
    int at = DAYS.indexOf(word);
    if (at < 0) {
      throw unlike(text, " (days are " + String.join(", ", DAYS) + ")");
    }
    return DayOfWeek.of(at + 1);
  }

  private static IllegalArgumentException unlike(String text, String why) {
    return new IllegalArgumentException(
        "expected weekdays, times and a time zone, like \"Mon-Fri 08:00-18:00 Europe/Berlin\","
            + " found "
            + Printable.quote(text)
            + why);
  }

  @Override
  public String toString() {
    String words =
        String.join(",", days.stream().map(day -> DAYS.get(day.getValue() - 1)).toList());
    return words.replace("Mon,Tue,Wed,Thu,Fri", "Mon-Fri") + " " + from + "-" + until + " " + zone;
  }
}
