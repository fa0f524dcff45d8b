package io.meshinfra.desired;

import io.meshinfra.model.Printable;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Weekly hours, like {@code Mon-Fri 08:00-18:00 Europe/Berlin}. Hours that end before they begin
 * reach into the next day.
 *
 * <p>Where the clock is set forward, hours that would begin or end in the time that does not exist
 * do so in that very moment; where it is set back, they begin the first time and end the last time
 * that it shows the time.
 */
public record Schedule(Set<DayOfWeek> days, LocalTime from, LocalTime until, ZoneId zone) {
  private static final Pattern FORM =
      Pattern.compile("(\\S+) +(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d) +(\\S+)");
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final int WEEK = 7;

  public Schedule {
    days = java.util.Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  /** One stretch of time in which the node is expected; the end is not in it any more. */
  public record Hours(Instant from, Instant until) {
    boolean cover(Instant time) {
      return !time.isBefore(from) && time.isBefore(until);
    }
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
    return at(time).isPresent();
  }

  /** The hours that it is now; those that follow each other without a break are one. */
  public Optional<Hours> at(Instant time) {
    return around(time).filter(hours -> hours.cover(time)).findFirst().map(this::whole);
  }

  /** The hours that come next; of those that it is now only when they come again. */
  public Hours after(Instant time) {
    return around(time)
        .filter(hours -> hours.from().isAfter(time))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is a day in every week: " + this));
  }

  /** Joins days without a break between them, a week at most. */
  private Hours whole(Hours one) {
    Instant from = one.from();
    Instant until = one.until();
    List<Hours> near = around(one.from()).toList();
    for (int i = 0; i < WEEK; i++) {
      for (Hours other : near) {
        from = !other.until().isBefore(from) && other.from().isBefore(from) ? other.from() : from;
        until =
            !other.from().isAfter(until) && other.until().isAfter(until) ? other.until() : until;
      }
    }
    return new Hours(from, until);
  }

  /** The hours of a week before and after, the earliest first. */
  private Stream<Hours> around(Instant time) {
    LocalDate today = time.atZone(zone).toLocalDate();
    return LongStream.rangeClosed(-WEEK - 1, WEEK + 1)
        .mapToObj(today::plusDays)
        .filter(day -> days.contains(day.getDayOfWeek()))
        .map(this::on)
        .filter(hours -> hours.from().isBefore(hours.until())); // all of it may not exist
  }

  private Hours on(LocalDate day) {
    LocalDate last = from.isBefore(until) ? day : day.plusDays(1);
    return new Hours(moment(day.atTime(from), true), moment(last.atTime(until), false));
  }

  private Instant moment(LocalDateTime local, boolean first) {
    List<ZoneOffset> valid = zone.getRules().getValidOffsets(local);
    if (valid.isEmpty()) {
      ZoneOffsetTransition gap = zone.getRules().getTransition(local);
      return gap.getInstant();
    }
    return local.toInstant(first ? valid.getFirst() : valid.getLast());
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
