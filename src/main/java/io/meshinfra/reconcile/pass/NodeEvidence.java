package io.meshinfra.reconcile.pass;

import io.meshinfra.model.Evidence;
import io.meshinfra.model.ResourceId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who changed what drifted on one node, as far as its records tell.
 *
 * @param pass the look that found the drift
 * @param trouble why the records could not be read
 */
public record NodeEvidence(
    Pass pass, Map<ResourceId, Evidence> evidence, Optional<String> trouble) {
  public NodeEvidence {
    evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
  }
}
