package io.meshinfra.desired;

import io.meshinfra.desired.Schedule.Hours;
import io.meshinfra.desired.manifest.Interval;
import io.meshinfra.model.Printable;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.Resolved;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** When a node can be expected to answer; being away at other times is normal. */
@Doc(
    value =
        "When the node is expected to answer: always-on, on-demand, or weekly hours. Written as a map"
            + " without schedule it is always-on.",
    byDefault = "always-on",
    example =
        """
        {schedule: "Mon-Fri 08:00-18:00 Europe/Berlin", grace: 30m, idles: true}
        """)
public record Presence(
    @Resolved Kind kind,
    @Doc("Weekdays, times and time zone, like \"Mon-Fri 08:00-18:00 Europe/Berlin\".")
        Optional<Schedule> schedule,
    @Doc(
            value =
                "How long the node may be absent while it is expected before it counts as missing.",
            byDefault = "grace of the fleet, 10m")
        Optional<Interval> grace,
    @Doc(
            value =
                "Whether it may go again within its hours once it was there, like a WSL2 machine that"
                    + " ends when nobody uses it.",
            byDefault = "false")
        boolean idles) {

  /** The three ways to be present. */
  public enum Kind {
    ALWAYS_ON,
    ON_DEMAND,
    SCHEDULE
  }

  /** A reboot with a long check of the machine fits in; a person is told before lunch. */
  private static final Duration USUAL_GRACE = Duration.ofMinutes(10);

  public static final Presence ALWAYS_ON = plain(Kind.ALWAYS_ON);
  public static final Presence ON_DEMAND = plain(Kind.ON_DEMAND);

  public Presence {
    if (kind == null) {
      if (schedule.isEmpty() && grace.isEmpty()) {
        throw new IllegalArgumentException(
            "write always-on, on-demand, {grace: 30m} or {schedule: \"Mon-Fri 08:00-18:00"
                + " Europe/Berlin\"}");
      }
      kind = schedule.isPresent() ? Kind.SCHEDULE : Kind.ALWAYS_ON;
    }
    if ((kind == Kind.SCHEDULE) != schedule.isPresent()) {
      throw new IllegalArgumentException("hours go with a schedule, and a schedule has hours");
    }
    if (idles && kind != Kind.SCHEDULE) {
      throw new IllegalArgumentException(
          "idles goes with a schedule only: an always-on node never goes, and on-demand says that"
              + " it may at any time");
    }
  }

  private static Presence plain(Kind kind) {
    return new Presence(kind, Optional.empty(), Optional.empty(), false);
  }

  public static Presence within(Schedule schedule) {
    return new Presence(Kind.SCHEDULE, Optional.of(schedule), Optional.empty(), false);
  }

  public static Presence parse(String text) {
    return switch (text) {
      case "always-on" -> ALWAYS_ON;
      case "on-demand" -> ON_DEMAND;
      default ->
          throw new IllegalArgumentException(
              "expected always-on, on-demand, or {schedule: \"Mon-Fri 08:00-18:00"
                  + " Europe/Berlin\"}, found "
                  + Printable.quote(text));
    };
  }

  /** With this grace where none is written; an on-demand node needs none. */
  public Presence orGrace(Optional<Interval> usual) {
    return kind == Kind.ON_DEMAND || grace.isPresent() || usual.isEmpty()
        ? this
        : new Presence(kind, schedule, usual, idles);
  }

  /** How long an absence may last while the node is expected. */
  public Duration graceTime() {
    return grace.map(Interval::duration).orElse(USUAL_GRACE);
  }

  /** Whether the node is expected to answer at that time. */
  public boolean expectedAt(Instant time) {
    return expectedSince(time).isPresent();
  }

  /** Since when without a break it is expected at that time; empty when it is not. */
  public Optional<Instant> expectedSince(Instant time) {
    return switch (kind) {
      case ALWAYS_ON -> Optional.of(Instant.MIN);
      case ON_DEMAND -> Optional.empty();
      case SCHEDULE -> schedule.orElseThrow().at(time).map(Hours::from);
    };
  }

  /** When it begins to be expected next; empty for never, or when it always is. */
  public Optional<Instant> expectedNext(Instant time) {
    return schedule.map(hours -> hours.after(time).from());
  }

  /** Until when without a break it is expected at that time; empty when it is not, or for ever. */
  public Optional<Instant> expectedUntil(Instant time) {
    return schedule.flatMap(hours -> hours.at(time)).map(Hours::until);
  }

  @Override
  public String toString() {
    return schedule
        .map(Schedule::toString)
        .orElse(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
