package io.meshinfra.network.matrix;

import io.meshinfra.model.NodeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a change of the intent opens and closes.
 *
 * @param changed sorted by who is reached
 */
public record MatrixDifference(List<Changed> changed) {
  /**
   * Between two.
   *
   * @param opened what is allowed now and was not, or not so far
   * @param closed what was allowed and is not any more, or not so far
   */
  public record Changed(Peer from, NodeName to, Access opened, Access closed) {
    @Override
    public String toString() {
      String more = opened.isNothing() ? "" : " +" + opened;
      String less = closed.isNothing() ? "" : " -" + closed;
      return from + " -> " + to + ":" + more + less;
    }
  }

  public MatrixDifference {
    changed = List.copyOf(changed);
  }

  private record Both(Row before, Row after) {}

  private record Part(Peer from, Access opened, Access closed) {}

  public static MatrixDifference between(Matrix before, Matrix after) {
    Row nothing = new Row(Map.of(), Access.NONE);
    TreeSet<NodeName> nodes = new TreeSet<>(before.rows().keySet());
    nodes.addAll(after.rows().keySet());
    Map<Both, List<Part>> compared = new HashMap<>();
    List<Changed> changed = new ArrayList<>();
    for (NodeName to : nodes) {
      Both both =
          new Both(before.rows().getOrDefault(to, nothing), after.rows().getOrDefault(to, nothing));
      for (Part part : compared.computeIfAbsent(both, MatrixDifference::parts)) {
        if (!part.from().equals(new Peer.Node(to))) {
          changed.add(new Changed(part.from(), to, part.opened(), part.closed()));
        }
      }
    }
    return new MatrixDifference(changed);
  }

  private static List<Part> parts(Both both) {
    TreeSet<NodeName> nodes = new TreeSet<>(both.before().from().keySet());
    nodes.addAll(both.after().from().keySet());
    List<Peer> peers = new ArrayList<>(nodes.stream().map(Peer.Node::new).toList());
    peers.add(Peer.OUTSIDE);
    List<Part> parts = new ArrayList<>();
    for (Peer peer : peers) {
      Access was = both.before().of(peer);
      Access is = both.after().of(peer);
      if (!was.equals(is)) {
        parts.add(new Part(peer, is.without(was), was.without(is)));
      }
    }
    return parts;
  }

  public boolean isNothing() {
    return changed.isEmpty();
  }
}
