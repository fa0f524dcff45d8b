package io.meshinfra.reconcile.paths;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.LinkPeer;
import io.meshinfra.model.Links;
import io.meshinfra.model.NodeName;
import io.meshinfra.probe.link.LinkProbe;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The other nodes of a fleet, as one node may see them in its mesh. Of a large fleet those that
 * follow it by name, so that all together see all.
 */
final class Neighbours {
  private static final Pattern IN_NUMBERS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private final Fleet fleet;
  private final Map<NodeName, String> meshAddresses;

  /**
   * @param meshAddresses of nodes, by the network intent; empty where there is none
   */
  Neighbours(Fleet fleet, Map<NodeName, String> meshAddresses) {
    this.fleet = fleet;
    this.meshAddresses = Map.copyOf(meshAddresses);
  }

  /** Addresses that a node is asked about. */
  List<String> asked(NodeName node) {
    return others(node).stream().flatMap(other -> address(other).stream()).distinct().toList();
  }

  private List<FleetNode> others(NodeName node) {
    List<FleetNode> after = new ArrayList<>();
    List<FleetNode> before = new ArrayList<>();
    for (FleetNode other : fleet.nodes().values()) {
      if (!other.name().equals(node)) {
        (other.name().compareTo(node) > 0 ? after : before).add(other);
      }
    }
    return Stream.concat(after.stream(), before.stream()).limit(LinkProbe.MOST_OTHERS).toList();
  }

  /** That in the mesh, else the first in numbers by which the hub reaches it. */
  private Optional<String> address(FleetNode other) {
    return hosts(other).stream().filter(IN_NUMBERS.asMatchPredicate()).findFirst();
  }

  private Set<String> hosts(FleetNode other) {
    Set<String> hosts = new LinkedHashSet<>();
    Optional.ofNullable(meshAddresses.get(other.name())).ifPresent(hosts::add);
    other.target().access().stream()
        .filter(path -> path.kind() == AccessPath.Kind.SSH)
        .forEach(path -> hosts.add(path.host()));
    return hosts;
  }

  /** What a node says of each of them. */
  List<LinkPair> pairs(NodeName node, Links told) {
    List<LinkPair> pairs = new ArrayList<>();
    for (FleetNode other : others(node)) {
      Optional<String> address = address(other);
      pairs.add(
          new LinkPair(
              other.name(),
              address.orElse(""),
              peer(told, other),
              address.flatMap(at -> Optional.ofNullable(told.latencies().get(at)))));
    }
    return pairs;
  }

  private Optional<LinkPeer> peer(Links told, FleetNode other) {
    return hosts(other).stream()
        .flatMap(host -> Stream.concat(told.to(host).stream(), told.named(host).stream()))
        .findFirst();
  }
}
