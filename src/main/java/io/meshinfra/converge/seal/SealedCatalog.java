package io.meshinfra.converge.seal;

import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Snapshot;
import io.meshinfra.resource.Catalog;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One catalog for one look at its node.
 *
 * @param kept what the node is compared with; bound to the secrets by their stamps
 * @param probed what is asked of the node; only for the probe
 * @param untold resources whose secrets could not be resolved, and why
 */
public record SealedCatalog(Catalog kept, Catalog probed, Map<ResourceId, Observation> untold) {
  public SealedCatalog {
    untold = Collections.unmodifiableMap(new LinkedHashMap<>(untold));
  }

  /** What the probe saw, with what it could not be asked. */
  public Snapshot complete(Snapshot seen) {
    Map<ResourceId, Observation> all = new LinkedHashMap<>(seen.observations());
    all.putAll(untold);
    return new Snapshot(seen.node(), seen.takenAt(), seen.facts(), all);
  }
}
