package io.meshinfra.drift;

import io.meshinfra.model.Facts;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.resource.Catalog;
import java.time.Instant;
import java.util.List;

/**
 * Catalog minus snapshot, in the order of the catalog; empty means in sync.
 *
 * @param catalog what the node was compared with
 * @param allowed what it may be brought to now: the catalog, but what mode heal holds as it was
 *     applied last
 * @param changes of one resource there may be two: from what was applied, and from the catalog
 */
public record Drift(
    Catalog catalog, Catalog allowed, Facts facts, Instant probedAt, List<ResourceChange> changes) {
  public Drift {
    changes = List.copyOf(changes);
  }

  /** A drift of which nothing is held. */
  public Drift(Catalog catalog, Facts facts, Instant probedAt, List<ResourceChange> changes) {
    this(catalog, catalog, facts, probedAt, changes);
  }

  /** The same, of a machine of which something else is known. */
  public Drift with(Facts other) {
    return new Drift(catalog, allowed, other, probedAt, changes);
  }

  public NodeName node() {
    return catalog.node();
  }

  public Revision revision() {
    return catalog.revision();
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }
}
