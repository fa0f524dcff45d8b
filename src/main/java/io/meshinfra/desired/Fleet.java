package io.meshinfra.desired;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All nodes of one revision of the desired state, by name.
 *
 * @param profiles how many there are; what they give is in the catalogs of the nodes
 * @param minWaysIn how many ways into a node have to stay open after any plan
 * @param rollouts how intentional changes come to some of the nodes; no node is in two
 * @param semaphores which some changes take, so that only some nodes are at them at a time
 */
public record Fleet(
    String name,
    Revision revision,
    SortedMap<NodeName, FleetNode> nodes,
    int profiles,
    int minWaysIn,
    List<Rollout> rollouts,
    List<Semaphore> semaphores) {
  public Fleet {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    rollouts = List.copyOf(rollouts);
    semaphores = List.copyOf(semaphores);
  }

  public Fleet(String name, Revision revision, SortedMap<NodeName, FleetNode> nodes, int profiles) {
    this(name, revision, nodes, profiles, 1, List.of(), List.of());
  }

  public Fleet(String name, Revision revision, Collection<FleetNode> nodes, int profiles) {
    this(name, revision, byName(nodes), profiles);
  }

  public Fleet withMinWaysIn(int least) {
    return new Fleet(name, revision, nodes, profiles, least, rollouts, semaphores);
  }

  public Fleet withRollouts(List<Rollout> all) {
    return new Fleet(name, revision, nodes, profiles, minWaysIn, all, semaphores);
  }

  public Fleet withSemaphores(List<Semaphore> all) {
    return new Fleet(name, revision, nodes, profiles, minWaysIn, rollouts, all);
  }

  public Optional<FleetNode> node(NodeName node) {
    return Optional.ofNullable(nodes.get(node));
  }

  private static SortedMap<NodeName, FleetNode> byName(Collection<FleetNode> nodes) {
    TreeMap<NodeName, FleetNode> byName = new TreeMap<>();
    nodes.forEach(node -> byName.put(node.name(), node));
    return byName;
  }
}
