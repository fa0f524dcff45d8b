package io.meshinfra.desired;

import io.meshinfra.model.NodeName;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How intentional changes come to some nodes: wave after wave.
 *
 * @param nodes it is for; those that mesh rolls nothing out to anyway are left out
 * @param waves in their order; who is in none of them comes after the last
 * @param maxUnavailable how many nodes may be at work or unhealthy at a time; at least 1 counts
 * @param maxFailures how many nodes may fail before nobody begins any more
 * @param patience how long a wave waits whose nodes are all away
 */
public record Rollout(
    String name,
    SortedSet<NodeName> nodes,
    List<Wave> waves,
    Share maxUnavailable,
    Share maxFailures,
    Duration patience,
    List<HealthCheck> checks,
    OnFailure onFailure) {
  /** What the wave is called that nobody wrote: those that are in no other. */
  public static final String REST = "rest";

  public Rollout {
    nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    waves = List.copyOf(waves);
    checks = List.copyOf(checks);
  }

  /** What is done when too many nodes have failed. */
  public enum OnFailure {
    /** Nobody begins any more; who has the change keeps it. */
    STOP,
    /** The nodes of the wave go back to what they had. */
    UNDO
  }

  /**
   * Some nodes that may take the change at the same time.
   *
   * @param pause how long it is watched once all of it is healthy
   */
  public record Wave(String name, Members members, Duration pause) {}

  /** Who is in a wave; nobody is in two. */
  public sealed interface Members {
    /** Those with some labels. */
    record Chosen(Set<NodeName> nodes) implements Members {
      public Chosen {
        nodes = Collections.unmodifiableSet(new TreeSet<>(nodes));
      }
    }

    /** So many of those that are in no wave before; who is present first, then by name. */
    record Counted(Share share) implements Members {}
  }

  /** The waves that were written and the one of all others. */
  public int waveCount() {
    return waves.size() + 1;
  }

  /**
   * @param wave from 1
   */
  public String waveName(int wave) {
    return written(wave).map(Wave::name).orElse(REST);
  }

  public Duration pauseAfter(int wave) {
    return written(wave).map(Wave::pause).orElse(Duration.ZERO);
  }

  private Optional<Wave> written(int wave) {
    return wave >= 1 && wave <= waves.size() ? Optional.of(waves.get(wave - 1)) : Optional.empty();
  }

  /** How many of the nodes may be at work or unhealthy at a time. */
  public int mostUnavailable() {
    return Math.max(1, maxUnavailable.of(nodes.size()));
  }

  public int mostFailures() {
    return maxFailures.of(nodes.size());
  }
}
