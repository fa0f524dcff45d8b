package io.meshinfra.desired.manifest;

import io.meshinfra.desired.Member;
import io.meshinfra.desired.Members;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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

  /**
   * The nodes as they are written.
   *
   * @param complete whether no manifest is missing here for its mistakes
   */
  public Members members(boolean complete) {
    SortedMap<NodeName, Member> members = new TreeMap<>();
    for (Placed<NodeManifest> placed : nodes) {
      NodeManifest node = placed.manifest();
      NodeName name = node.metadata().name();
      members.put(
          name,
          new Member(
              name,
              new TreeMap<>(node.metadata().labels()),
              node.spec().presence(),
              node.target(settings())));
    }
    return new Members(members, complete);
  }

  public FleetManifest.Spec settings() {
    return fleet.map(placed -> placed.manifest().spec()).orElse(FleetManifest.Spec.EMPTY);
  }
}
