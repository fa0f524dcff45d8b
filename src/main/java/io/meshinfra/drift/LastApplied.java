package io.meshinfra.drift;

import io.meshinfra.model.ResourceId;
import java.util.Map;

/**
 * Fingerprints of the resources as they were when a probe last saw them in sync on the node; tells
 * drift of the machine from a new intent.
 */
public record LastApplied(Map<ResourceId, String> fingerprints) {
  public static final LastApplied NONE = new LastApplied(Map.of());

  public LastApplied {
    fingerprints = Map.copyOf(fingerprints);
  }

  /** Whether the resource was once in sync with exactly this spec. */
  public boolean has(ResourceId id, String fingerprint) {
    return fingerprint.equals(fingerprints.get(id));
  }
}
