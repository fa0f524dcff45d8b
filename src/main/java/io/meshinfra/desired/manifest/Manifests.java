package io.meshinfra.desired.manifest;

import java.util.List;
import java.util.Optional;

/** All valid manifests of a folder. */
public record Manifests(
    Optional<Placed<FleetManifest>> fleet,
    List<Placed<ProfileManifest>> profiles,
    List<Placed<NodeManifest>> nodes) {
  public Manifests {
    profiles = List.copyOf(profiles);
    nodes = List.copyOf(nodes);
  }

  public FleetManifest.Spec settings() {
    return fleet.map(placed -> placed.manifest().spec()).orElse(FleetManifest.Spec.EMPTY);
  }
}
