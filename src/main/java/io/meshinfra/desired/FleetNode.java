package io.meshinfra.desired;

import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.resource.Catalog;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One node of the desired state with everything that is wanted of it.
 *
 * @param interval how often it is reconciled
 * @param mode the stricter of the fleet's and its own
 */
public record FleetNode(
    NodeName name,
    SortedMap<String, String> labels,
    Presence presence,
    Target target,
    Duration interval,
    Mode mode,
    Optional<String> hostname,
    Catalog catalog) {
  public FleetNode {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }
}
