package io.meshinfra.lab;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Peer;
import io.meshinfra.support.Lab;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Flows between nodes of a lab and a node {@code stranger} that no intent knows, each tried with
 * real packets from inside of a node.
 *
 * @param ports of TCP; something has to listen at each
 */
record TriedFlows(Lab lab, List<String> nodes, List<Integer> ports) {
  TriedFlows {
    nodes = List.copyOf(nodes);
    ports = List.copyOf(ports);
  }

  private List<String> from() {
    List<String> from = new ArrayList<>(nodes);
    from.add("stranger");
    return from;
  }

  /** What gets through, as {@code from -> to:port}. */
  Set<String> measured() {
    Set<String> through = new TreeSet<>();
    for (String from : from()) {
      StringBuilder tries = new StringBuilder();
      for (String to : nodes) {
        for (int port : ports) {
          if (!to.equals(from)) {
            tries.append(
                "(timeout 3 bash -c '</dev/tcp/%s/%d' 2>/dev/null && echo '%s -> %s:%d') &%n"
                    .formatted(lab.address(to), port, from, to, port));
          }
        }
      }
      lab.sh(from, tries + "wait").lines().forEach(through::add);
    }
    return through;
  }

  /** What the matrix allows of that. */
  Set<String> meant(PlannedNetwork network) {
    Set<String> allowed = new TreeSet<>();
    for (String from : from()) {
      Peer peer = from.equals("stranger") ? Peer.OUTSIDE : new Peer.Node(new NodeName(from));
      for (String to : nodes) {
        for (int port : ports) {
          boolean open =
              network.matrix().access(peer, new NodeName(to)).at(Protocol.TCP, port).isPresent();
          if (open && !to.equals(from)) {
            allowed.add("%s -> %s:%d".formatted(from, to, port));
          }
        }
      }
    }
    return allowed;
  }
}
