package io.meshinfra.network.wireguard;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Topology;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Which nodes have a tunnel, and who passes on what is for others. The same from both ends, since a
 * tunnel needs both.
 */
final class Links {
  private final SortedMap<NodeName, WgNode> nodes;
  private final Topology topology;
  private final List<WgNode> hubs;

  Links(SortedMap<NodeName, WgNode> nodes, Topology topology) {
    this.nodes = nodes;
    this.topology = topology;
    this.hubs = nodes.values().stream().filter(node -> node.node().isHub()).toList();
  }

  SortedMap<NodeName, WgNode> nodes() {
    return nodes;
  }

  /** Whether the two have a tunnel: one of them has to know where the other is. */
  boolean linked(WgNode one, WgNode other) {
    boolean meant =
        switch (topology) {
          case FULL_MESH -> true;
          case HUB_AND_SPOKE -> one.node().isHub() || other.node().isHub();
        };
    return meant
        && !one.name().equals(other.name())
        && (Reach.of(one, other).isPresent() || Reach.of(other, one).isPresent());
  }

  /** The first hub that has a tunnel to both, where they have none to each other. */
  Optional<WgNode> relay(WgNode one, WgNode other) {
    return one.name().equals(other.name()) || linked(one, other)
        ? Optional.empty()
        : hubs.stream().filter(hub -> linked(one, hub) && linked(hub, other)).findFirst();
  }

  /** Whether what two others say to each other comes by this node. */
  boolean passesOn(WgNode hub) {
    List<WgNode> around = nodes.values().stream().filter(node -> linked(hub, node)).toList();
    return hub.node().isHub()
        && around.stream()
            .anyMatch(one ->
                around.stream()
                    .anyMatch(other ->
                        relay(one, other).filter(by -> by.name().equals(hub.name())).isPresent()));
  }
}
