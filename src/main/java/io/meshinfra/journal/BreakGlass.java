package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import java.time.Instant;
import java.util.Set;

/**
 * Somebody works on a node by hand, and what he changes is not looked at before he has ended.
 *
 * @param before digests of what differed when he began; that is not his
 */
public record BreakGlass(
    long number,
    NodeName node,
    String reason,
    String by,
    Instant since,
    Instant until,
    Set<String> before) {
  public BreakGlass {
    before = Set.copyOf(before);
  }

  /**
   * Something that he changed, and that is left like that until it is adopted or reverted.
   *
   * @param detail how it differs, for people
   * @param reason of the break-glass
   */
  public record Held(ResourceId resource, String detail, String reason, Instant since) {}
}
