package io.meshinfra.network.matrix;

import io.meshinfra.model.NodeName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a change of the intent opens and closes. Nodes whose rows change alike are worked on and
 * told together, so that a rule between thousands stays one line.
 *
 * @param changed sorted by who is reached
 */
public record MatrixDifference(List<Changed> changed) {
  public static final MatrixDifference NOTHING = new MatrixDifference(List.of());

  /** Where nobody may reach anybody. */
  public static final Matrix CLOSED = new Matrix(Collections.emptySortedMap());

  /**
   * Between each of some and each of others, but for a node and itself.
   *
   * @param opened what is allowed now and was not, or not so far
   * @param closed what was allowed and is not any more, or not so far
   */
  public record Changed(List<Peer> from, List<NodeName> to, Access opened, Access closed) {
    public Changed {
      from = List.copyOf(from);
      to = List.copyOf(to);
    }

    /** Whether anything is opened to who is no node. */
    public boolean opensToOutside() {
      return from.contains(Peer.OUTSIDE) && !opened.isNothing();
    }

    @Override
    public String toString() {
      String more = opened.isNothing() ? "" : " +" + opened;
      String less = closed.isNothing() ? "" : " -" + closed;
      return told(from) + " -> " + told(to) + ":" + more + less;
    }

    private static String told(Collection<?> names) {
      return names.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
  }

  public MatrixDifference {
    changed = List.copyOf(changed);
  }

  /** Rows are shared by nodes that are reached alike, so that which ones they are is enough. */
  private record Both(Row before, Row after) {
    @Override
    @SuppressWarnings("ReferenceEquality") // comparing what is in them costs as much as the rest
    public boolean equals(Object other) {
      return other instanceof Both both && both.before == before && both.after == after;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(before) + System.identityHashCode(after);
    }
  }

  private record Part(Access opened, Access closed) {}

  public static MatrixDifference between(Matrix before, Matrix after) {
    Row nothing = new Row(Map.of(), Access.NONE);
    TreeSet<NodeName> nodes = new TreeSet<>(before.rows().keySet());
    nodes.addAll(after.rows().keySet());
    Map<Both, List<NodeName>> alike = new LinkedHashMap<>();
    for (NodeName to : nodes) {
      Both both =
          new Both(before.rows().getOrDefault(to, nothing), after.rows().getOrDefault(to, nothing));
      alike.computeIfAbsent(both, key -> new ArrayList<>()).add(to);
    }
    List<Changed> changed = new ArrayList<>();
    alike.forEach((both, to) -> parts(both).forEach((part, from) -> add(changed, part, from, to)));
    return new MatrixDifference(changed);
  }

  /** One node alone is not told about itself. */
  private static void add(List<Changed> changed, Part part, List<Peer> from, List<NodeName> to) {
    List<Peer> others =
        to.size() > 1
            ? from
            : from.stream().filter(peer -> !peer.equals(new Peer.Node(to.getFirst()))).toList();
    if (!others.isEmpty()) {
      changed.add(new Changed(others, to, part.opened(), part.closed()));
    }
  }

  private static Map<Part, List<Peer>> parts(Both both) {
    TreeSet<NodeName> nodes = new TreeSet<>(both.before().from().keySet());
    nodes.addAll(both.after().from().keySet());
    List<Peer> peers = new ArrayList<>(List.of(Peer.OUTSIDE));
    nodes.forEach(node -> peers.add(new Peer.Node(node)));
    Map<Part, List<Peer>> parts = new LinkedHashMap<>();
    for (Peer peer : peers) {
      Access was = both.before().of(peer);
      Access is = both.after().of(peer);
      if (!was.equals(is)) {
        parts
            .computeIfAbsent(new Part(is.without(was), was.without(is)), key -> new ArrayList<>())
            .add(peer);
      }
    }
    return parts;
  }

  public boolean isNothing() {
    return changed.isEmpty();
  }
}
