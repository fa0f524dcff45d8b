package io.meshinfra.network.matrix;

import io.meshinfra.model.NodeName;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Some nodes, and perhaps everybody else too. Made once for many rules, so its hash is kept. */
public final class Peers {
  private final SortedSet<NodeName> nodes;
  private final boolean outside;
  private final int hash;

  /**
   * @param outside whether whoever is no node belongs to them
   */
  public Peers(Collection<NodeName> nodes, boolean outside) {
    this.nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    this.outside = outside;
    this.hash = 2 * this.nodes.hashCode() + (outside ? 1 : 0);
  }

  public SortedSet<NodeName> nodes() {
    return nodes;
  }

  public boolean outside() {
    return outside;
  }

  boolean contains(Peer peer) {
    return switch (peer) {
      case Peer.Node(NodeName name) -> nodes.contains(name);
      case Peer.Outside other -> outside;
    };
  }

  boolean containsAll(Peers others) {
    return (outside || !others.outside)
        && nodes.size() >= others.nodes.size()
        && nodes.containsAll(others.nodes);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Peers that
            && hash == that.hash
            && outside == that.outside
            && nodes.equals(that.nodes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return nodes + (outside ? " and outside" : "");
  }
}
