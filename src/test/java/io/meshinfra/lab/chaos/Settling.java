package io.meshinfra.lab.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.support.HubDoor;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Waits until every node is in sync, by itself or with a reason that is true. One with such a
 * reason is helped by insisting, as a person would do it, and must be in sync then.
 */
final class Settling {
  private static final Duration LONGEST = Duration.ofSeconds(90);

  /** Over which a status must not change to count as one that lasts: longer than an interval. */
  private static final Duration LASTS = Duration.ofSeconds(14);

  /** One that waits for a person lasts at once. */
  private static final Duration LASTS_TRIED = Duration.ofSeconds(2);

  private static final int MOST_INSISTING = 3;

  private final HubDoor door;
  private final Round round;
  private final Map<String, Wanted> wanted;
  private final String revision;
  private final Map<String, Long> since = new TreeMap<>();
  private final Map<String, Integer> insisted = new TreeMap<>();
  private final Map<String, String> last = new TreeMap<>();
  private final Map<String, String> reasons = new TreeMap<>();

  Settling(HubDoor door, Round round, Map<String, Wanted> wanted, String revision) {
    this.revision = revision;
    this.door = door;
    this.round = round;
    this.wanted = wanted;
  }

  /** Why nodes were not in sync by themselves, by their names. */
  Map<String, String> reasons() {
    return reasons;
  }

  void await() {
    long end = System.nanoTime() + LONGEST.toNanos();
    Set<String> open = new TreeSet<>(wanted.keySet());
    while (!open.isEmpty()) {
      for (JsonNode node : door.get("/nodes").path("nodes")) {
        if (open.contains(node.path("name").asText())) {
          look(node, open);
        }
      }
      if (System.nanoTime() > end) {
        open.forEach(
            name -> round.story().wrong(name, "is not in sync: " + Round.status(door, name)));
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
    }
  }

  private void look(JsonNode node, Set<String> open) {
    String name = node.path("name").asText();
    if (node.path("sync").asText().equals("Synced")
        && node.path("health").asText().equals("Healthy")
        && node.path("revision").asText().equals(revision)) {
      round.story().tell(name, "is in sync");
      open.remove(name);
    } else if (lasts(name, node) && isStuck(node)) {
      insist(name, node.path("reason").asText());
    }
  }

  private boolean lasts(String name, JsonNode node) {
    String now = node.path("sync") + " " + node.path("health") + " " + node.path("reason");
    if (!now.equals(last.put(name, now))) {
      since.put(name, System.nanoTime());
    }
    Duration enough = now.contains("--insist") ? LASTS_TRIED : LASTS;
    return System.nanoTime() - since.get(name) > enough.toNanos();
  }

  /** Nothing will be tried again by itself. */
  private static boolean isStuck(JsonNode node) {
    return node.path("health").asText().equals("Degraded")
        && !node.path("sync").asText().equals("Unknown");
  }

  private void insist(String name, String status) {
    if (insisted.merge(name, 1, Integer::sum) > MOST_INSISTING) {
      return;
    }
    String known = status.substring(0, Math.min(300, status.length()));
    String reason = status.contains("--insist") ? known + "; " + failures(name) : known;
    round.story().tell(name, "stays out of sync: " + reason);
    round.story().tell(name, "drift: " + door.get("/nodes/" + name).path("drift"));
    reasons.put(name, reason);
    if (!isTrue(name, reason)) {
      round.story().wrong(name, "stays out of sync for no good reason: " + reason);
    }
    last.remove(name);
    JsonNode pass = door.reconcile(name, true);
    round.story().tell(name, "insisted: " + pass.path("outcome").asText());
  }

  /** A status that only says that something failed before is completed by the history. */
  private String failures(String name) {
    return door.get("/nodes/" + name + "/history")
        .path("runs")
        .valueStream()
        .filter(run -> run.path("revision").asText().equals(revision))
        .filter(run -> !run.path("outcome").asText().equals("skipped"))
        .map(run -> run.path("outcome").asText() + ": " + run.path("detail").asText())
        .map(text -> text.substring(0, Math.min(400, text.length())))
        .collect(Collectors.joining("; "));
  }

  /** A reason is true when it tells of something that was done to the node. */
  private boolean isTrue(String name, String reason) {
    boolean undone = reason.contains("rolled back") || reason.contains("put back");
    return undone && wanted.get(name).guarded() && isTroubled(name)
        || round.ordeals(name).stream().anyMatch(ordeal -> ordeal.trouble().explains(reason));
  }

  private boolean isTroubled(String name) {
    return !round.ordeals(name).isEmpty() || round.hubKills() > 0;
  }
}
