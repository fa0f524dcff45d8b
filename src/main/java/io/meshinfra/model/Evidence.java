package io.meshinfra.model;

import java.time.Instant;
import java.util.List;

/**
 * What a node tells about who changed one resource, and when. It is as true as the node is: whoever
 * is root there can change its records.
 *
 * @param rating how much it says
 * @param clues the strongest first
 */
public record Evidence(Rating rating, List<Clue> clues) {
  public static final Evidence NONE = new Evidence(Rating.NOTHING_FOUND, List.of());

  public Evidence {
    clues = List.copyOf(clues);
  }

  /** How much is known. */
  public enum Rating {
    /** A record names the resource and who acted on it. */
    CERTAIN,
    /** Somebody was there when it changed, or a record names the resource and nobody. */
    LIKELY,
    /** No record says anything about it. */
    NOTHING_FOUND
  }

  /** Which record of the node it stands in. */
  public enum Source {
    SUDO,
    PACKAGE_LOG,
    LOGIN,
    JOURNAL,
    FILE;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * One thing that is on record.
   *
   * @param who acted, empty when the record does not say
   * @param what was done or said; one line
   */
  public record Clue(Instant at, String who, String what, Source source) {
    public Clue {
      who = Printable.line(who);
      what = Printable.line(what);
    }

    /** One line for people. */
    @Override
    public String toString() {
      String by = who.isEmpty() ? "" : who + ": ";
      return "%s %s%s (%s)".formatted(at, by, what, source.word());
    }
  }
}
