package io.meshinfra.network.matrix;

import io.meshinfra.model.NodeName;

/** Who wants to reach something. */
public sealed interface Peer {
  Outside OUTSIDE = new Outside();

  /** A node, by its address in the mesh. */
  record Node(NodeName name) implements Peer {
    @Override
    public String toString() {
      return name.toString();
    }
  }

  /** Everybody else: the internet, the local network, an address of the mesh that is no node's. */
  record Outside() implements Peer {
    @Override
    public String toString() {
      return "outside";
    }
  }
}
