package io.meshinfra.network.firewall;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.matrix.Grant;
import java.util.List;
import java.util.SortedMap;

/** A program that keeps packets away from a node: how the intent is said to it, and read back. */
public interface Firewall {
  BackEnd backEnd();

  /**
   * Whether it can be said that answers of DHCP for IPv4 get in, which is by both of their ports.
   * Clients read most of them before any firewall does, so that not much is lost.
   */
  boolean letsInLeases();

  /**
   * What the node gets; nodes that are reached alike get the same. Pure.
   *
   * @param grants all that is allowed, in order
   */
  Compiled compile(Intent intent, List<Grant> grants, NodeName node);

  /**
   * What files do, by code that knows nothing of the compiler and refuses every word that it would
   * not write.
   *
   * @param files text by path
   */
  Filter.Reading read(SortedMap<String, String> files);
}
