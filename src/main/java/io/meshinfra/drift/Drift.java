package io.meshinfra.drift;

import io.meshinfra.model.Facts;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.resource.Catalog;
import java.time.Instant;
import java.util.List;

/** Catalog minus snapshot, in the order of the catalog; empty means in sync. */
public record Drift(Catalog catalog, Facts facts, Instant probedAt, List<ResourceChange> changes) {
  public Drift {
    changes = List.copyOf(changes);
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
