package io.meshinfra.network.wireguard;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Ipv4;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who goes to the internet by whose tunnel, of the nodes that have a public key.
 *
 * @param by exit node of each node that has one
 */
record Exits(SortedMap<NodeName, WgNode> by, SortedMap<NodeName, WgNode> nodes) {
  Exits {
    by = Collections.unmodifiableSortedMap(new TreeMap<>(by));
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
  }

  Optional<WgNode> of(WgNode client) {
    return Optional.ofNullable(by.get(client.name()));
  }

  /** Whom a node lets out. */
  List<Ipv4> clients(WgNode exit) {
    return by.entrySet().stream()
        .filter(entry -> entry.getValue().name().equals(exit.name()))
        .map(entry -> nodes.get(entry.getKey()).node().address())
        .sorted()
        .toList();
  }
}
