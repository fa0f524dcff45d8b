package io.meshinfra.network.flow;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.matrix.Peer;
import java.util.Optional;

/** Where a flow is tried from, and as whom. */
public sealed interface Vantage {
  /** The machine that the hub runs on, or the one on which somebody typed {@code mesh test}. */
  String THIS_MACHINE = "this machine"; // no node can have that name

  /** A node, by its address in the mesh. */
  record Mesh(NodeName node) implements Vantage {
    @Override
    public String toString() {
      return node.value();
    }
  }

  /** A node on its way to an address that is not of the mesh. */
  record Outside(NodeName by) implements Vantage {
    @Override
    public String toString() {
      return "outside (" + by + ")";
    }
  }

  /** This machine, on its way to such an address. */
  record Here() implements Vantage {
    @Override
    public String toString() {
      return "outside (" + THIS_MACHINE + ")";
    }
  }

  /** As whom the matrix knows it. */
  default Peer peer() {
    return switch (this) {
      case Mesh(NodeName node) -> new Peer.Node(node);
      case Outside outside -> Peer.OUTSIDE;
      case Here here -> Peer.OUTSIDE;
    };
  }

  /** The node that tries; empty when that is this machine. */
  default Optional<NodeName> tryingNode() {
    return switch (this) {
      case Mesh(NodeName node) -> Optional.of(node);
      case Outside(NodeName by) -> Optional.of(by);
      case Here here -> Optional.empty();
    };
  }

  /** Who tries, for people. */
  default String who() {
    return tryingNode().map(NodeName::value).orElse(THIS_MACHINE);
  }

  default boolean isOutside() {
    return peer().equals(Peer.OUTSIDE);
  }
}
