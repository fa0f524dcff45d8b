package io.meshinfra.desired.fold;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Rollout;
import io.meshinfra.desired.manifest.CheckItem;
import io.meshinfra.desired.manifest.Manifests;
import io.meshinfra.desired.manifest.Match;
import io.meshinfra.desired.manifest.Placed;
import io.meshinfra.desired.manifest.RolloutManifest;
import io.meshinfra.desired.manifest.RolloutManifest.WaveItem;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds out which nodes a rollout is for. A selector that matches nothing is a mistake here, other
 * than in a profile: with a slip in the label of its canary a change would come to all at once.
 */
final class RolloutFolder {
  private final Manifests manifests;
  private final List<FleetNode> nodes;
  private final List<Finding> findings;
  private final boolean complete;
  private final Map<NodeName, String> taken = new HashMap<>();

  RolloutFolder(Manifests manifests, List<FleetNode> nodes, List<Finding> findings) {
    this.manifests = manifests;
    this.nodes = nodes;
    this.findings = findings;
    this.complete = findings.isEmpty();
  }

  List<Rollout> fold() {
    return manifests.rollouts().stream().map(this::rollout).toList();
  }

  private Rollout rollout(Placed<RolloutManifest> placed) {
    RolloutManifest.Spec spec = placed.manifest().spec();
    List<FleetNode> selected = selected(nodes, spec.selector());
    if (complete && selected.isEmpty()) {
      refuse(placed, "its selector matches no node, so nothing would be rolled out by it");
    }
    refuseNodesOfOthers(placed, selected);
    return new Rollout(
        placed.manifest().name(),
        new TreeSet<>(names(selected.stream().filter(RolloutFolder::takesChanges).toList())),
        waves(placed, selected),
        spec.maxUnavailable(),
        spec.maxFailures(),
        spec.patience().duration(),
        spec.checks().stream().map(CheckItem::check).toList(),
        spec.onFailure());
  }

  /** A node that is only healed or observed gets nothing new, so nobody has to wait for it. */
  private static boolean takesChanges(FleetNode node) {
    return node.mode() == Mode.ENFORCE;
  }

  private void refuseNodesOfOthers(Placed<RolloutManifest> placed, List<FleetNode> selected) {
    for (FleetNode node : selected) {
      String other = taken.putIfAbsent(node.name(), placed.manifest().name());
      if (other != null) {
        refuse(
            placed,
            "node %s is in rollout %s already; a node is in one rollout at most"
                .formatted(node.name(), other));
        return;
      }
    }
  }

  private List<Rollout.Wave> waves(Placed<RolloutManifest> placed, List<FleetNode> selected) {
    Set<String> called = new HashSet<>(Set.of(Rollout.REST));
    List<Rollout.Wave> waves = new ArrayList<>();
    for (WaveItem item : placed.manifest().spec().waves()) {
      String name = item.name().value();
      if (!called.add(name)) {
        refuse(
            placed,
            name.equals(Rollout.REST)
                ? "the wave of all others is called rest; call this one otherwise"
                : "a second wave named " + name);
      }
      waves.add(
          new Rollout.Wave(
              name,
              members(placed, item, selected),
              (item.pause() == null ? placed.manifest().spec().pause() : item.pause()).duration()));
    }
    return waves;
  }

  private Rollout.Members members(
      Placed<RolloutManifest> placed, WaveItem item, List<FleetNode> selected) {
    if (item.nodes().isPresent()) {
      return new Rollout.Members.Counted(item.nodes().get());
    }
    Set<NodeName> chosen = names(selected(selected, item.selector().orElseThrow()));
    if (complete && chosen.isEmpty()) {
      refuse(
          placed,
          "the selector of wave %s matches none of the nodes of the rollout; correct its labels, or"
                  .formatted(item.name().value())
              + " remove the wave");
    }
    return new Rollout.Members.Chosen(chosen);
  }

  private static List<FleetNode> selected(List<FleetNode> of, Map<String, Match> selector) {
    return of.stream().filter(node -> Match.all(selector, node.labels())).toList();
  }

  private static Set<NodeName> names(List<FleetNode> some) {
    return some.stream().map(FleetNode::name).collect(Collectors.toSet());
  }

  private void refuse(Placed<RolloutManifest> placed, String why) {
    findings.add(placed.at().finding("rollout " + placed.manifest().name() + ": " + why));
  }
}
