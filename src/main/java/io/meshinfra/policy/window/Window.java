package io.meshinfra.policy.window;

import io.meshinfra.desired.Schedule;
import io.meshinfra.model.Printable;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.NotNull;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Some hours of some days. */
@Doc(
    value = "Some hours of some days, in one time zone.",
    example = "{zone: Europe/Berlin, days: Mon-Thu, hours: \"09:00-17:00\", overrun: true}")
public record Window(
    @Doc("Time zone, like Europe/Berlin or UTC.") @NotNull Zone zone,
    @Doc(value = "Weekdays, like Mon-Fri or Sat,Sun.", byDefault = "all") Weekdays days,
    @Doc(
            value =
                "Hours, like 08:00-18:00; those that end before they begin reach into the next day.",
            byDefault = "all day")
        Hours hours,
    @Doc("First day, like 2026-12-20; from the beginning when not given.") Optional<Day> from,
    @Doc("Last day, which belongs to it; without an end when not given.") Optional<Day> until,
    @Doc(
            value =
                "Whether a run that has begun may go on to its end; otherwise no further part of it"
                    + " begins.",
            byDefault = "false")
        boolean overrun) {
  public Window {
    days = Objects.requireNonNullElse(days, Weekdays.ALL);
    hours = Objects.requireNonNullElse(hours, Hours.ALL);
    if (from.isPresent() && until.isPresent() && until.get().date().isBefore(from.get().date())) {
      throw new IllegalArgumentException("until is before from; exchange them");
    }
  }

  /** A time zone by its name. */
  public record Zone(ZoneId id) {
    public static Zone parse(String text) {
      try {
        return new Zone(ZoneId.of(text));
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "a time zone is called like Europe/Berlin or UTC, not " + Printable.quote(text));
      }
    }
  }

  /** A day of the calendar. */
  public record Day(LocalDate date) {
    public static Day parse(String text) {
      try {
        return new Day(LocalDate.parse(text));
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "a day is written like 2026-12-20, not " + Printable.quote(text));
      }
    }
  }

  public boolean covers(Instant time) {
    LocalDate day = time.atZone(zone.id()).toLocalDate();
    return from.map(first -> !day.isBefore(first.date())).orElse(true)
        && until.map(last -> !day.isAfter(last.date())).orElse(true)
        && new Schedule(days.days(), hours.from(), hours.until(), zone.id()).covers(time);
  }

  /** Instants of that day at which it may begin or end. */
  Stream<Instant> turns(LocalDate day) {
    return Stream.of(
        day.atStartOfDay(zone.id()).toInstant(),
        day.atTime(hours.from()).atZone(zone.id()).toInstant(),
        day.atTime(hours.until()).atZone(zone.id()).toInstant());
  }
}
