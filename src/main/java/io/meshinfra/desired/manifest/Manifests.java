package io.meshinfra.desired.manifest;

import io.meshinfra.desired.yaml.Yaml;
import java.util.List;
import java.util.Optional;

/**
 * All valid manifests of a folder.
 *
 * @param orphans resources of manifests that are otherwise faulty, so that they are checked too
 */
public record Manifests(
    Optional<Placed<FleetManifest>> fleet,
    List<Placed<ProfileManifest>> profiles,
    List<Placed<NodeManifest>> nodes,
    List<Placed<RolloutManifest>> rollouts,
    List<Yaml> orphans) {
  public Manifests {
    profiles = List.copyOf(profiles);
    nodes = List.copyOf(nodes);
    rollouts = List.copyOf(rollouts);
    orphans = List.copyOf(orphans);
  }

  public FleetManifest.Spec settings() {
    return fleet.map(placed -> placed.manifest().spec()).orElse(FleetManifest.Spec.EMPTY);
  }
}
