package io.meshinfra.plan;

import io.meshinfra.model.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One run that changed a node, as the node itself keeps it. The node may lie about all of it.
 *
 * @param number of the node's own count; a larger one is later
 * @param at when it ended
 * @param run that it was
 * @param revision that it applied; empty for one that undid others
 * @param cause what it was for
 * @param undone by the guard, so that nothing of it is in force
 * @param size bytes that it takes on the disk of the node; empty when an older script was asked
 * @param kept what it changed, in the order of its steps
 */
public record Generation(
    int number,
    Instant at,
    String run,
    Optional<Revision> revision,
    String cause,
    boolean undone,
    OptionalLong size,
    List<Kept> kept) {
  public Generation {
    kept = List.copyOf(kept);
  }

  /**
   * One thing that a generation changed.
   *
   * @param how made, changed, removed, unchanged, or why it cannot be put back
   * @param what a path, a service, packages, or the resource of a step of which nothing is kept
   */
  public record Kept(String how, String what) {
    /** Whether there is anything to put back. */
    boolean matters() {
      return !how.equals("unchanged");
    }

    boolean isPath() {
      return what.startsWith("/");
    }
  }

  /** What it changed, without what it found as it should be. */
  public List<Kept> changed() {
    return kept.stream().filter(Kept::matters).distinct().toList();
  }
}
