package io.meshinfra.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why the hub did not get into a node: what became of each access path that it tried, in their
 * order. Whoever tried says what he met, as a value; nobody reads that out of a message later on.
 */
public record NoWayIn(List<ClosedPath> paths) {
  public NoWayIn {
    paths = List.copyOf(paths);
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("even a node without access paths has something to say");
    }
  }

  /**
   * What became of one access path.
   *
   * @param words for people, with the name of the path
   */
  public record ClosedPath(Obstacle obstacle, String words) {}

  /** What somebody meets who goes along an access path. */
  public enum Obstacle {
    /** No packet comes back in time. */
    NO_ANSWER,
    /** The network says that it knows no way to the address. */
    NO_ROUTE,
    /** The name of the host stands for no address. */
    NO_NAME,
    /** A machine answers, and nothing listens on the port. */
    PORT_CLOSED,
    /** Something listens, and it does not speak SSH to its end. */
    NOT_SSH,
    /** It was there and went away in the middle of something. */
    LINK_LOST,
    /** It shows another host key than the pinned ones. */
    OTHER_HOST_KEY,
    /** It is the node, and does not let the hub's login in. */
    LOGIN_REFUSED,
    /** The manifest or the hub keeps the path from being tried. */
    UNUSABLE,
    /** The hub gave up, because it stops. */
    HUB_STOPS
  }

  /** What that means for the node as a whole. */
  public enum Cause {
    /** Another machine may pretend to be the node; nobody's absence, whatever its presence. */
    HOST_KEY_CHANGED,
    /** The node keeps the hub out; nobody's absence either. */
    LOGIN_REFUSED,
    /** The hub cannot even try before somebody mends a manifest or the hub. */
    UNUSABLE,
    /** A machine answers on some path, sshd does not. */
    SSHD_DOWN,
    /** It was there a moment ago. */
    LINK_LOST,
    /** Every path ends before the node: no name, no route. */
    PATH_DOWN,
    /** Nothing answers: off, asleep, or cut off. */
    HOST_DOWN,
    /** It says nothing about the node. */
    HUB_STOPS;

    /** For people and programs, like {@code host-key-changed}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Cause parse(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether that is no absence, but something that a person has to mend, now. */
    public boolean isBarred() {
      return switch (this) {
        case HOST_KEY_CHANGED, LOGIN_REFUSED, UNUSABLE -> true;
        case SSHD_DOWN, LINK_LOST, PATH_DOWN, HOST_DOWN, HUB_STOPS -> false;
      };
    }
  }

  public static NoWayIn of(Obstacle obstacle, String words) {
    return new NoWayIn(List.of(new ClosedPath(obstacle, words)));
  }

  /** This, and what became of further paths. */
  public NoWayIn and(NoWayIn further) {
    return new NoWayIn(Stream.concat(paths.stream(), further.paths().stream()).toList());
  }

  /** The gravest that any path tells; a node is down only when no path tells of anything else. */
  public Cause cause() {
    Set<Obstacle> met =
        paths.stream()
            .map(ClosedPath::obstacle)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Obstacle.class)));
    if (met.contains(Obstacle.OTHER_HOST_KEY)) {
      return Cause.HOST_KEY_CHANGED;
    }
    if (met.contains(Obstacle.LOGIN_REFUSED)) {
      return Cause.LOGIN_REFUSED;
    }
    if (met.contains(Obstacle.HUB_STOPS)) {
      return Cause.HUB_STOPS;
    }
    if (met.contains(Obstacle.PORT_CLOSED) || met.contains(Obstacle.NOT_SSH)) {
      return Cause.SSHD_DOWN;
    }
    if (met.contains(Obstacle.LINK_LOST)) {
      return Cause.LINK_LOST;
    }
    if (met.contains(Obstacle.NO_ANSWER)) {
      return Cause.HOST_DOWN;
    }
    return met.contains(Obstacle.NO_ROUTE) || met.contains(Obstacle.NO_NAME)
        ? Cause.PATH_DOWN
        : Cause.UNUSABLE;
  }

  /** For people: path by path, in one line. */
  public String reason() {
    return paths.stream().map(ClosedPath::words).collect(Collectors.joining("; "));
  }
}
