package io.meshinfra.network.flow;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.Peer;
import io.meshinfra.network.matrix.Permit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Picks the flows that are tried: of each pair of nodes both ends of every span that is allowed,
 * and of what is denied the ports that matter (those others may reach there, the neighbours of what
 * is allowed, those that intruders look for).
 *
 * <p>Bounded, and the same for the same intent: where there is more, the most telling flows of each
 * pair come first, and what was left out is counted. A node tries those that follow it by name, so
 * that all nodes together try all of a fleet that is not too large.
 */
public final class FlowChooser {
  /** Of one node; a forbidden one takes some seconds, and several are tried at a time. */
  private static final int MOST_OF_A_NODE = 240;

  /** That one node tries. */
  private static final int MOST_TARGETS = 40;

  private final Intent intent;
  private final Matrix matrix;
  private final List<NodeName> names;
  private final Map<NodeName, Ports> ports = new HashMap<>();

  public FlowChooser(Intent intent, Matrix matrix) {
    this.intent = intent;
    this.matrix = matrix;
    this.names = List.copyOf(intent.nodes().keySet());
  }

  /**
   * What is tried.
   *
   * @param from flows by the node that tries them, most telling first
   * @param leftOut how many candidates are over the bounds
   * @param leftPairs how many pairs of nodes are
   */
  public record Chosen(SortedMap<NodeName, List<Flow>> from, int leftOut, int leftPairs) {
    public Chosen {
      from = copy(from);
    }
  }

  static SortedMap<NodeName, List<Flow>> copy(SortedMap<NodeName, List<Flow>> from) {
    SortedMap<NodeName, List<Flow>> copy = new TreeMap<>();
    from.forEach((node, flows) -> copy.put(node, List.copyOf(flows)));
    return Collections.unmodifiableSortedMap(copy);
  }

  /** The flows that these nodes try; those that the intent does not know try none. */
  public Chosen choose(Collection<NodeName> sources) {
    SortedMap<NodeName, List<Flow>> chosen = new TreeMap<>();
    int leftOut = 0;
    int leftPairs = 0;
    for (NodeName source : new TreeSet<>(sources)) {
      if (!intent.nodes().containsKey(source)) {
        continue;
      }
      List<MeshNode> targets = targets(source);
      leftPairs += names.size() - 1 - targets.size();
      List<List<Flow>> pairs = new ArrayList<>();
      targets.forEach(target -> pairs.add(between(source, target)));
      List<Flow> inTurn = inTurn(pairs);
      List<Flow> taken = inTurn.subList(0, Math.min(inTurn.size(), MOST_OF_A_NODE));
      leftOut += inTurn.size() - taken.size();
      chosen.put(source, taken);
    }
    return new Chosen(chosen, leftOut, leftPairs);
  }

  /** The flows to one node, by those of the sources that follow it by name. */
  public Chosen towards(NodeName target, Collection<NodeName> sources, int most) {
    SortedMap<NodeName, List<Flow>> chosen = new TreeMap<>();
    TreeSet<NodeName> others = new TreeSet<>(sources);
    others.retainAll(names);
    others.remove(target);
    List<NodeName> inOrder = new ArrayList<>(others.tailSet(target));
    inOrder.addAll(others.headSet(target));
    intent
        .node(target)
        .ifPresent(node ->
            inOrder.stream().limit(most).forEach(from -> chosen.put(from, between(from, node))));
    return new Chosen(chosen, 0, Math.max(0, inOrder.size() - most));
  }

  private List<MeshNode> targets(NodeName source) {
    int at = names.indexOf(source);
    List<MeshNode> targets = new ArrayList<>();
    for (int i = 1; i < names.size() && targets.size() < MOST_TARGETS; i++) {
      targets.add(intent.nodes().get(names.get((at + i) % names.size())));
    }
    return targets;
  }

  private List<Flow> between(NodeName source, MeshNode target) {
    Access access = matrix.access(new Peer.Node(source), target.name());
    Ports known =
        ports.computeIfAbsent(
            target.name(),
            node -> Ports.of(matrix.rows().get(node), Set.copyOf(intent.mesh().listen())));
    Map<Flow, Boolean> flows = new LinkedHashMap<>(); // in order, none twice
    for (Protocol protocol : Protocol.values()) {
      for (int port : known.worthATry(protocol, access.of(protocol))) {
        Flow.Meant meant = meant(access.at(protocol, port));
        if (meant == Flow.Meant.DENIED && !target.managed()) {
          continue; // what it lets in is nobody's business here
        }
        Vantage from = new Vantage.Mesh(source);
        flows.put(new Flow(from, target.name(), target.address(), protocol, port, meant), true);
      }
    }
    return List.copyOf(flows.keySet());
  }

  static Flow.Meant meant(Optional<Permit> permit) {
    return permit
        .map(given -> given.free() ? Flow.Meant.ALLOWED : Flow.Meant.LIMITED)
        .orElse(Flow.Meant.DENIED);
  }

  /** The first of each pair, then the second of each, and so on. */
  static List<Flow> inTurn(List<List<Flow>> pairs) {
    List<Flow> all = new ArrayList<>();
    int longest = pairs.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      for (List<Flow> pair : pairs) {
        if (i < pair.size()) {
          all.add(pair.get(i));
        }
      }
    }
    return all;
  }
}
