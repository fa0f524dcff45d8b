package io.meshinfra.network.matrix;

import io.meshinfra.model.NodeName;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who reaches one node, or each of several that are reached alike.
 *
 * @param from of each node
 * @param outside of everybody else
 */
public record Row(Map<NodeName, Access> from, Access outside) {
  public Row {
    from = Collections.unmodifiableMap(new TreeMap<>(from));
  }

  public Access of(Peer peer) {
    return switch (peer) {
      case Peer.Node(NodeName name) -> from.getOrDefault(name, Access.NONE);
      case Peer.Outside other -> outside;
    };
  }
}
