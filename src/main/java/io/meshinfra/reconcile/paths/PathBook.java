package io.meshinfra.reconcile.paths;

import io.meshinfra.journal.JournalUnavailable;
import io.meshinfra.journal.PathJournal;
import io.meshinfra.journal.PathJournal.Tried;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.PathHealth;
import io.meshinfra.model.Target;
import io.meshinfra.transport.PathTrial;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * How every access path does: remembers what rounds of tries have seen, also over a restart, and
 * tells once when a path rots and once when it leads in again. There is never more than one round
 * over a node at a time.
 */
public final class PathBook {
  /** When a path last led in is written no more often than that; it costs a write each time. */
  private static final Duration LAST_GOOD_WRITTEN = Duration.ofHours(1);

  private static final Logger LOG = Logger.getLogger(PathBook.class);

  private final PathJournal journal;
  private final Telling telling;
  private final Rot rot;
  private final Clock clock;
  private final Map<NodeName, Map<String, PathHealth>> known = new ConcurrentHashMap<>();
  private final Map<NodeName, Map<String, PathHealth>> written = new ConcurrentHashMap<>();

  /** Nodes into which only a connection from before leads; gone with this hub. */
  private final Set<NodeName> lastConnections = ConcurrentHashMap.newKeySet();

  public PathBook(PathJournal journal, Telling telling, Rot rot, Clock clock) {
    this.journal = journal;
    this.telling = telling;
    this.rot = rot;
    this.clock = clock;
  }

  /** Where changes are told. */
  public interface Telling {
    void tell(String type, NodeName node, String message);
  }

  /** Takes up what was known before the hub was stopped. */
  void resume() {
    for (Tried tried : journal.all()) {
      of(known, tried.node()).put(tried.path(), tried.health());
      of(written, tried.node()).put(tried.path(), tried.health());
    }
  }

  private static Map<String, PathHealth> of(
      Map<NodeName, Map<String, PathHealth>> book, NodeName node) {
    return book.computeIfAbsent(node, name -> new ConcurrentHashMap<>());
  }

  /**
   * What came of a round over all paths of a node. A round in which none led in says nothing of any
   * of them: the node is down, or the hub is cut off, and that is told elsewhere.
   */
  void note(NodeName node, Map<AccessPath, PathTrial.Result> round) {
    if (round.values().stream().noneMatch(PathTrial.Result.Led.class::isInstance)) {
      return;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as the journal keeps it
    round.forEach((path, result) -> note(node, path.toString(), result, now));
  }

  /**
   * What the hub has left of a node into which no path leads any more: told once, and once when it
   * is over.
   *
   * @param over which path a connection from before still is; empty when there is none
   */
  void left(NodeName node, Map<AccessPath, PathTrial.Result> round, Optional<AccessPath> over) {
    boolean shut = round.values().stream().noneMatch(PathTrial.Result.Led.class::isInstance);
    if (!shut && lastConnections.remove(node)) {
      telling.tell("ways-in-again", node, "the node can be entered anew");
    } else if (shut && !round.isEmpty() && over.isPresent() && lastConnections.add(node)) {
      telling.tell(
          "last-connection",
          node,
          "no access path can be entered anew; the hub has one connection left, over "
              + over.get()
              + ", and heals over it: do not restart the hub before the node can be entered again");
    }
  }

  private void note(NodeName node, String path, PathTrial.Result result, Instant now) {
    Optional<PathHealth> before = Optional.ofNullable(of(known, node).get(path));
    PathHealth seen =
        switch (result) {
          case PathTrial.Result.Led led -> PathHealth.led(before, led.latency(), now);
          case PathTrial.Result.Shut shut -> PathHealth.shut(before, shut.why(), now);
        };
    boolean rots = !seen.told() && rot.has(seen, now);
    PathHealth after = rots ? seen.asTold() : seen;
    of(known, node).put(path, after);
    write(node, path, after);
    if (rots) {
      telling.tell(
          "path-rotten",
          node,
          "%s; %s".formatted(after.why().orElseThrow().words(), lastGood(after)));
    } else if (after.isUp() && before.filter(PathHealth::told).isPresent()) {
      telling.tell(
          "path-healed",
          node,
          "%s leads in again, after %d s"
              .formatted(path, Duration.between(before.orElseThrow().since(), now).toSeconds()));
    }
  }

  private static String lastGood(PathHealth health) {
    String tries = health.failures() == 1 ? "1 try" : health.failures() + " tries";
    return "since %s, in %s; it last led in %s"
        .formatted(
            health.since(),
            tries,
            health.lastGood().map(at -> "at " + at).orElse("never that the hub knows of"));
  }

  /** A journal that is away for a moment costs what a restart would forget, and no try. */
  private void write(NodeName node, String path, PathHealth now) {
    PathHealth before = of(written, node).get(path);
    if (before != null && !isNews(before, now)) {
      return;
    }
    try {
      journal.save(new Tried(node, path, now));
      of(written, node).put(path, now);
    } catch (JournalUnavailable e) {
      LOG.errorf("how the path %s of %s does could not be recorded: %s", path, node, e);
    }
  }

  private static boolean isNews(PathHealth before, PathHealth now) {
    boolean later =
        now.lastGood()
            .filter(at ->
                before
                    .lastGood()
                    .map(known -> !at.isBefore(known.plus(LAST_GOOD_WRITTEN)))
                    .orElse(true))
            .isPresent();
    return before.state() != now.state()
        || before.told() != now.told()
        || before.failures() != now.failures()
        || later;
  }

  /** Drops what is known of paths that the node does not have any more. */
  void follow(Target target) {
    List<String> has = target.access().stream().map(AccessPath::toString).toList();
    for (String path : List.copyOf(of(known, target.node()).keySet())) {
      if (!has.contains(path)) {
        of(known, target.node()).remove(path);
        of(written, target.node()).remove(path);
        journal.forget(target.node(), path);
      }
    }
  }

  /** A node that left the fleet. */
  void forget(NodeName node) {
    known.remove(node);
    written.remove(node);
    lastConnections.remove(node);
    journal.forget(node);
  }

  /** The nodes of which something is known. */
  List<NodeName> nodes() {
    return List.copyOf(known.keySet());
  }

  /** What is known of the paths of a node, in the order in which they are declared. */
  public Map<AccessPath, Optional<PathHealth>> of(Target target) {
    Map<String, PathHealth> seen = known.getOrDefault(target.node(), new TreeMap<>());
    Map<AccessPath, Optional<PathHealth>> paths = new LinkedHashMap<>();
    target
        .access()
        .forEach(path -> paths.put(path, Optional.ofNullable(seen.get(path.toString()))));
    return paths;
  }

  /** The paths of a node that were told, by path. */
  public Map<String, PathHealth> rotten(NodeName node) {
    Map<String, PathHealth> rotten = new TreeMap<>();
    known
        .getOrDefault(node, Map.of())
        .forEach((path, health) -> {
          if (health.told() && !health.isUp()) {
            rotten.put(path, health);
          }
        });
    return rotten;
  }

  /** Whether a path of the node failed and is not told yet, so that it is tried again sooner. */
  boolean isInDoubt(NodeName node) {
    return known.getOrDefault(node, Map.of()).values().stream()
        .anyMatch(health -> !health.isUp() && !health.told());
  }
}
