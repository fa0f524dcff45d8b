package io.meshinfra.network.matrix;

import io.meshinfra.model.NodeName;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who reaches whom on which port. What is not in it is denied.
 *
 * @param rows by who is reached; nodes that are reached alike share one
 */
public record Matrix(SortedMap<NodeName, Row> rows) {
  public Matrix {
    rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
  }

  /** A node reaches itself without any network. */
  public Access access(Peer from, NodeName to) {
    return from instanceof Peer.Node(NodeName name) && name.equals(to)
        ? Access.ALL
        : rows.containsKey(to) ? rows.get(to).of(from) : Access.NONE;
  }
}
