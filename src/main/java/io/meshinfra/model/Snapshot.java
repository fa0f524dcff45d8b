package io.meshinfra.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Facts and all observations of one node at one instant. */
public record Snapshot(
    NodeName node, Instant takenAt, Facts facts, Map<ResourceId, Observation> observations) {
  public Snapshot {
    observations = Collections.unmodifiableMap(new LinkedHashMap<>(observations));
  }

  /** What was seen of a resource; a resource that was not probed is unknown. */
  public Observation of(ResourceId id) {
    return observations.getOrDefault(id, Observation.unknown("not probed"));
  }
}
