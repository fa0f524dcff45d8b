package io.meshinfra.desired;

import io.meshinfra.resource.Doc;
import io.meshinfra.resource.Resolved;
import java.time.Instant;
import java.util.Optional;

/** When a node can be expected to answer; being away at other times is normal. */
@Doc(
    value = "When the node is expected to answer: always-on, on-demand, or a weekly schedule.",
    byDefault = "always-on",
    example = "{schedule: \"Mon-Fri 08:00-18:00 Europe/Berlin\"}")
public record Presence(
    @Resolved Kind kind,
    @Doc("Weekdays, times and time zone, like \"Mon-Fri 08:00-18:00 Europe/Berlin\".")
        Optional<Schedule> schedule) {

  /** The three ways to be present. */
  public enum Kind {
    ALWAYS_ON,
    ON_DEMAND,
    SCHEDULE
  }

  public static final Presence ALWAYS_ON = new Presence(Kind.ALWAYS_ON, Optional.empty());
  public static final Presence ON_DEMAND = new Presence(Kind.ON_DEMAND, Optional.empty());

  public Presence {
    if (kind == null) {
      kind = Kind.SCHEDULE;
    }
    if ((kind == Kind.SCHEDULE) != schedule.isPresent()) {
      throw new IllegalArgumentException(
          "write always-on, on-demand, or {schedule: \"Mon-Fri 08:00-18:00 Europe/Berlin\"}");
    }
  }

  public static Presence parse(String text) {
    return switch (text) {
      case "always-on" -> ALWAYS_ON;
      case "on-demand" -> ON_DEMAND;
      default ->
          throw new IllegalArgumentException(
              "expected always-on, on-demand, or {schedule: \"Mon-Fri 08:00-18:00"
                  + " Europe/Berlin\"}, found "
                  + io.meshinfra.model.Printable.quote(text));
    };
  }

  /** Whether the node is expected to answer at that time. */
  public boolean expectedAt(Instant time) {
    return switch (kind) {
      case ALWAYS_ON -> true;
      case ON_DEMAND -> false;
      case SCHEDULE -> schedule.orElseThrow().covers(time);
    };
  }

  @Override
  public String toString() {
    return schedule
        .map(Schedule::toString)
        .orElse(kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
  }
}
