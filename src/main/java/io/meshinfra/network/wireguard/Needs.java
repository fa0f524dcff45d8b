package io.meshinfra.network.wireguard;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.matrix.Grant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes have to reach each other by their tunnels: all between whom anything is allowed. What
 * is built in for everybody, the emergency port and what makes the mesh itself, has to work without
 * a mesh.
 */
final class Needs {
  private final List<Grant> grants;
  private final Set<NodeName> nodes;

  Needs(List<Grant> grants, Set<NodeName> nodes) {
    this.grants = grants;
    this.nodes = nodes;
  }

  /** Two nodes, in the order of their names. */
  private record Pair(NodeName one, NodeName other) {}

  /** Each two nodes once. */
  Collection<WgProof.Need> of() {
    Map<Pair, WgProof.Need> needs = new LinkedHashMap<>();
    for (Grant grant : grants) {
      if (grant.builtIn() && grant.from().outside()) {
        continue;
      }
      for (NodeName to : grant.to().nodes()) {
        for (NodeName from : grant.from().nodes()) {
          if (!from.equals(to) && nodes.contains(from) && nodes.contains(to)) {
            boolean sorted = from.compareTo(to) < 0;
            Pair pair = sorted ? new Pair(from, to) : new Pair(to, from);
            needs.computeIfAbsent(
                pair, key -> new WgProof.Need(key.one(), key.other(), "rule " + grant.name()));
          }
        }
      }
    }
    return needs.values();
  }
}
