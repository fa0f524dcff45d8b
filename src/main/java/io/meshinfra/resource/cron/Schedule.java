package io.meshinfra.resource.cron;

import io.meshinfra.model.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a job runs: five fields or a word such as {@code @daily}. Checked here, since cron drops a
 * whole file silently when one field is wrong.
 */
public record Schedule(String value) {
  private static final Set<String> WORDS =
      Set.of(
          "@reboot",
          "@hourly",
          "@daily",
          "@midnight",
          "@weekly",
          "@monthly",
          "@yearly",
          "@annually");

  private static final Pattern ITEM =
      Pattern.compile("(?:\\*|([0-9a-z]+)(?:-([0-9a-z]+))?)(?:/([0-9]{1,3}))?");

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, List.of()),
          new Field("hour", 0, 23, List.of()),
          new Field("day of month", 1, 31, List.of()),
          new Field(
              "month",
              1,
              12,
              List.of(
                  "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                  "dec")),
          new Field("day of week", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

  public Schedule {
    value = value.strip().replaceAll("[ \t]+", " ");
    if (value.startsWith("@")) {
      if (!WORDS.contains(value)) {
        throw new IllegalArgumentException(
            "a schedule is five fields or one of @reboot, @hourly, @daily, @weekly, @monthly,"
                + " @yearly: not "
                + Printable.quote(value));
      }
    } else {
      requireFields(value);
    }
  }

  public static Schedule parse(String text) {
    return new Schedule(text);
  }

  private static void requireFields(String value) {
    List<String> fields = List.of(value.split(" ", -1));
    if (fields.size() != FIELDS.size()) {
      throw new IllegalArgumentException(
          "a schedule has five fields (minute hour day-of-month month day-of-week), like"
              + " \"30 4 * * *\": not "
              + Printable.quote(value));
    }
    for (int i = 0; i < fields.size(); i++) {
      FIELDS.get(i).require(fields.get(i));
    }
  }

  @Override
  public String toString() {
    return value;
  }

  /** One of the five fields and what it may hold; names stand for numbers from the lowest on. */
  private record Field(String name, int from, int to, List<String> names) {
    void require(String text) {
      for (String item : text.split(",", -1)) {
        Matcher parts = ITEM.matcher(item.toLowerCase(Locale.ROOT));
        if (!parts.matches() || !isInside(parts)) {
          throw new IllegalArgumentException(
              "the %s of a schedule is %d to %d, like 5, 1-5, 1,3 or */2: not %s"
                  .formatted(name, from, to, Printable.quote(text)));
        }
      }
    }

    private boolean isInside(Matcher item) {
      boolean stepped = item.group(3) != null;
      if (stepped && Integer.parseInt(item.group(3)) == 0) {
        return false;
      }
      if (item.group(1) == null) {
        return true;
      }
      int first = number(item.group(1));
      int last = item.group(2) == null ? first : number(item.group(2));
      // A step needs a range: 5/10 is refused by some cron and read in two ways by others.
      return first >= from && last <= to && first <= last && !(stepped && item.group(2) == null);
    }

    private int number(String text) {
      if (names.contains(text)) {
        return from + names.indexOf(text);
      }
      return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }
  }
}
