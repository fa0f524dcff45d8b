package io.meshinfra.report.review;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a pull request of the hub tells about the drift of a node.
 *
 * @param revision that the node was compared with
 * @param at when it was probed
 * @param items what drifted, in the order of the catalog
 * @param waits why mesh leaves it alone
 * @param planHash of the plan that puts the node back
 * @param clues what the node tells about who did it and when
 */
public record DriftReport(
    String fleet,
    String hub,
    NodeName node,
    Revision revision,
    Instant at,
    List<Item> items,
    String waits,
    String planHash,
    List<Clue> clues) {
  public DriftReport {
    items = List.copyOf(items);
    clues = List.copyOf(clues);
  }

  /**
   * One resource that drifted.
   *
   * @param since when a probe first saw it so
   */
  public record Item(ResourceChange change, Instant since, Adopting adopting) {}

  /** Whether the commit of the pull request makes it what git wants. */
  public sealed interface Adopting {
    /**
     * It does.
     *
     * @param places in the repository, as {@code file:line:column}
     * @param note what the reader should know besides; mostly empty
     */
    record Written(List<String> places, String note) implements Adopting {
      public Written {
        places = List.copyOf(places);
      }
    }

    /** It does not, and this is why. */
    record Impossible(String reason) implements Adopting {}
  }

  /**
   * Something that the node tells, hostile.
   *
   * @param source where it was read: logins, package log, journal
   */
  public record Clue(String source, Optional<Instant> at, String text) {}

  /** Whether merging would adopt anything. */
  public boolean isAdoptable() {
    return items.stream().anyMatch(item -> item.adopting() instanceof Adopting.Written);
  }

  /** When the first of it was seen. */
  public Instant since() {
    return items.stream().map(Item::since).min(Instant::compareTo).orElse(at);
  }

  /** Names nothing that somebody on the node could choose. */
  public String title() {
    return "Drift on %s: %s"
        .formatted(node, Headline.counted(items.size(), "resource", "resources"));
  }

  /** What it tells without the times, to see whether there is anything new. */
  public Map<ResourceId, String> essence() {
    Map<ResourceId, String> all = new TreeMap<>();
    items.forEach(
        item -> all.put(item.change().id(), item.change().change() + " " + item.adopting()));
    return Collections.unmodifiableMap(all);
  }
}
