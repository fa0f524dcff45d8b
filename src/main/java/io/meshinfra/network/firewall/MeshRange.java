package io.meshinfra.network.firewall;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.InterfaceName;
import io.meshinfra.network.intent.Subnet;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which packets are of the mesh.
 *
 * @param first address of the mesh, as a number
 * @param last address of it
 * @param nodes addresses of the nodes
 * @param taken the same, to be asked for
 * @param interfaces by which the mesh comes
 */
record MeshRange(
    long first,
    long last,
    Map<NodeName, Long> nodes,
    Set<Long> taken,
    SortedSet<String> interfaces) {
  MeshRange {
    nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
    taken = Set.copyOf(taken);
    interfaces = Collections.unmodifiableSortedSet(new TreeSet<>(interfaces));
  }

  static MeshRange of(Intent intent) {
    Subnet network = intent.mesh().network();
    Map<NodeName, Long> nodes = new TreeMap<>();
    intent.nodes().forEach((name, node) -> nodes.put(name, node.address().number()));
    return new MeshRange(
        network.first().number(),
        network.last().number(),
        nodes,
        Set.copyOf(nodes.values()),
        intent.mesh().interfaces().stream()
            .map(InterfaceName::value)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Whether nobody can take it for one of a node. */
  boolean isOutside(Packet packet) {
    return packet.source().isEmpty()
        || !contains(packet.source().getAsLong())
        || interfaces.contains(packet.iif()) && !taken.contains(packet.source().getAsLong());
  }

  /** Whether it has an address of the mesh and comes by an interface that is none of it. */
  boolean isPretending(Packet packet) {
    return packet.source().isPresent()
        && contains(packet.source().getAsLong())
        && !interfaces.contains(packet.iif());
  }

  private boolean contains(long address) {
    return first <= address && address <= last;
  }

  /** Addresses at which something begins: the mesh, what is behind it, a node, its neighbour. */
  Set<Long> borders() {
    Set<Long> borders = new HashSet<>(Set.of(first, last + 1));
    nodes
        .values()
        .forEach(address -> {
          borders.add(address);
          borders.add(address + 1);
        });
    return borders;
  }
}
