package io.meshinfra.report.review;

import io.meshinfra.model.Revision;
import io.meshinfra.report.review.Pulse.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * That somebody is looking, and what he sees: told also when there is nothing to tell, so that
 * silence is never taken for health.
 *
 * @param revision in force
 * @param period that it is about, and after which the next one is due
 */
public record Heartbeat(
    String fleet, Revision revision, Instant at, Duration period, List<Pulse> nodes) {
  public Heartbeat {
    nodes = List.copyOf(nodes);
  }

  Instant next() {
    return at.plus(period);
  }

  State state(Pulse node) {
    return node.state(at, period);
  }

  private long count(State state) {
    return nodes.stream().filter(node -> state(node) == state).count();
  }

  /** {@code 4 nodes: no drift on 3, 1 away}; it names nothing that a node could choose. */
  public String headline() {
    List<String> parts = new ArrayList<>();
    long drifted = count(State.DRIFTED);
    long behind = count(State.BEHIND);
    add(parts, drifted, drifted == 1 ? "%d has drifted" : "%d have drifted");
    add(parts, count(State.FINE) + behind, "no drift on %d");
    add(parts, behind, behind == 1 ? "of which %d lags behind git" : "of which %d lag behind git");
    add(parts, count(State.UNCLEAR), "%d could not be read as a whole");
    add(parts, count(State.AWAY), "%d away");
    add(parts, count(State.NOT_LOOKED_AT), "%d not looked at");
    return Headline.counted(nodes.size(), "node", "nodes")
        + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
  }

  private static void add(List<String> parts, long count, String words) {
    if (count > 0) {
      parts.add(words.formatted(count));
    }
  }
}
