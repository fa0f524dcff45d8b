package io.meshinfra.network.tailscale;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.Peer;
import io.meshinfra.network.matrix.Row;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the policy file asserts of itself: Tailscale runs these tests at each change and refuses one
 * that breaks them, also a change by hand. Made from the matrix, not from the grants. Of devices
 * that are alike two are tried, at the edges of what is open.
 */
final class Assertions {
  /** Flows; more would make the file several times as large as all the rest of it. */
  private static final int MOST_FLOWS = 4_000;

  private static final int MOST_PORTS = 24;
  private static final int OF_ONE_SORT = 2;
  private static final int SSH = 22;

  private final Tailnet tailnet;
  private final Matrix matrix;
  private final List<NodeName> tried;
  private final Map<Protocol, Set<Integer>> ports;

  Assertions(Tailnet tailnet, List<Grant> grants, List<Opened> opened, Matrix matrix) {
    this.tailnet = tailnet;
    this.matrix = matrix;
    this.ports = ports(opened);
    this.tried = fewEnough(different(grants));
  }

  /**
   * One test.
   *
   * @param accept like {@code tag:node-hub:22}
   */
  record Assertion(String from, Protocol protocol, List<String> accept, List<String> deny) {}

  /** How many devices are tried, for the comment. */
  int tried() {
    return tried.size();
  }

  List<Assertion> all() {
    List<Assertion> all = new ArrayList<>();
    for (NodeName from : tried) {
      for (Protocol protocol : Protocol.values()) {
        List<String> accept = new ArrayList<>();
        List<String> deny = new ArrayList<>();
        for (NodeName to : tried) {
          if (!to.equals(from)) {
            sort(from, to, protocol, accept, deny);
          }
        }
        if (!accept.isEmpty() || !deny.isEmpty()) {
          all.add(new Assertion(tailnet.word(from), protocol, accept, deny));
        }
      }
    }
    return all;
  }

  private void sort(
      NodeName from, NodeName to, Protocol protocol, List<String> accept, List<String> deny) {
    for (int port : ports.get(protocol)) {
      boolean open = matrix.access(new Peer.Node(from), to).at(protocol, port).isPresent();
      (open ? accept : deny).add(tailnet.word(to) + ":" + port);
    }
  }

  private static Map<Protocol, Set<Integer>> ports(List<Opened> opened) {
    Map<Protocol, Set<Integer>> ports = new EnumMap<>(Protocol.class);
    for (Protocol protocol : Protocol.values()) {
      Set<Integer> inside = new LinkedHashSet<>();
      Set<Integer> beside = new LinkedHashSet<>();
      if (protocol == Protocol.TCP) {
        inside.add(SSH);
      }
      for (Opened one : opened) {
        PortList list = one.ports().getOrDefault(protocol, new PortList(List.of()));
        for (PortList.Range range : list.ranges()) {
          inside.add(range.first());
          beside.addAll(List.of(range.first() - 1, range.last() + 1, range.last()));
        }
      }
      inside.addAll(beside);
      inside.removeIf(port -> port < 1 || port > PortList.LAST);
      ports.put(
          protocol,
          inside.stream()
              .limit(MOST_PORTS)
              .sorted()
              .collect(Collectors.toCollection(LinkedHashSet::new)));
    }
    return ports;
  }

  /** What makes devices alike: who reaches them, and which rules they are a source of. */
  private record Sort(int reached, List<Integer> sourceOf) {}

  private List<NodeName> different(List<Grant> grants) {
    Map<NodeName, List<Integer>> sources = new HashMap<>();
    for (int i = 0; i < grants.size(); i++) {
      int number = i;
      grants
          .get(i)
          .from()
          .nodes()
          .forEach(node -> sources.computeIfAbsent(node, key -> new ArrayList<>()).add(number));
    }
    Map<Row, Integer> rows = new IdentityHashMap<>();
    Map<Sort, Integer> seen = new HashMap<>();
    List<NodeName> different = new ArrayList<>();
    for (NodeName node : tailnet.devices().keySet()) {
      int row = rows.computeIfAbsent(matrix.rows().get(node), key -> rows.size());
      Sort sort = new Sort(row, sources.getOrDefault(node, List.of()));
      if (seen.merge(sort, 1, Integer::sum) <= OF_ONE_SORT) {
        different.add(node);
      }
    }
    return different;
  }

  private List<NodeName> fewEnough(List<NodeName> all) {
    int flows = Math.max(1, ports.values().stream().mapToInt(Set::size).sum());
    int fit = (int) Math.floor(Math.sqrt((double) MOST_FLOWS / flows));
    return all.stream().limit(Math.max(2, fit)).toList();
  }
}
