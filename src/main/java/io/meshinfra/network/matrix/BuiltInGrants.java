package io.meshinfra.network.matrix;

import io.meshinfra.desired.Member;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.intent.Rate;
import io.meshinfra.network.intent.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is allowed whatever the rules say, since without it nobody could mend a rule that is wrong:
 * the hub gets to the sshd of every node, whoever has an emergency port can knock there, and the
 * mesh itself can be made.
 */
final class BuiltInGrants {
  static final String HUB = "hub-way-in";
  static final String EMERGENCY = "emergency-port";
  static final String TRANSPORT = "mesh-transport";

  private static final int SSH = 22;

  /** Enough for somebody in need, too little to guess anything. */
  private static final Rate KNOCKING = new Rate(10, Rate.Unit.MINUTE);

  private final Intent intent;
  private final SortedMap<NodeName, Member> members;

  BuiltInGrants(Intent intent, SortedMap<NodeName, Member> members) {
    this.intent = intent;
    this.members = members;
  }

  /**
   * @param written the rules: an emergency port that one of them opens is left to it
   */
  List<Grant> of(List<Grant> written) {
    List<Grant> grants = new ArrayList<>();
    Peers hubs = new Peers(intent.hubs(), false);
    if (!intent.hubs().isEmpty()) {
      byPort(this::sshPorts)
          .forEach((port, nodes) ->
              grants.add(
                  grant(HUB, "the hub keeps every node", hubs, nodes, port, Optional.empty())));
    }
    Peers everybody = new Peers(intent.members(new Selector.Everybody()), true);
    byPort(node -> emergencyPorts(node, written))
        .forEach((port, nodes) ->
            grants.add(
                grant(
                    EMERGENCY,
                    "the last way in, by the access path emergency of the Node",
                    everybody,
                    nodes,
                    port,
                    Optional.of(KNOCKING))));
    grants.add(
        new Grant(
            TRANSPORT,
            Grant.BUILT_IN + "the mesh is made by it",
            everybody,
            new Peers(everybody.nodes(), false),
            EnumSet.of(Protocol.UDP),
            new PortList(
                intent.mesh().listen().stream()
                    .map(port -> new PortList.Range(port, port))
                    .toList()),
            Optional.empty()));
    return grants;
  }

  private static Grant grant(
      String name, String why, Peers from, Collection<NodeName> to, int port, Optional<Rate> rate) {
    return new Grant(
        name,
        Grant.BUILT_IN + why,
        from,
        new Peers(to, false),
        EnumSet.of(Protocol.TCP),
        PortList.of(port),
        rate);
  }

  private SortedMap<Integer, SortedSet<NodeName>> byPort(Function<NodeName, Set<Integer>> ports) {
    SortedMap<Integer, SortedSet<NodeName>> nodes = new TreeMap<>();
    for (MeshNode node : intent.nodes().values()) {
      ports
          .apply(node.name())
          .forEach(port -> nodes.computeIfAbsent(port, key -> new TreeSet<>()).add(node.name()));
    }
    return nodes;
  }

  private Set<Integer> sshPorts(NodeName node) {
    Set<Integer> ports =
        paths(node)
            .filter(path -> path.kind() == AccessPath.Kind.SSH)
            .map(AccessPath::port)
            .collect(Collectors.toSet());
    boolean managed = intent.node(node).map(MeshNode::managed).orElse(false);
    return ports.isEmpty() && managed ? Set.of(SSH) : ports;
  }

  private Set<Integer> emergencyPorts(NodeName node, List<Grant> written) {
    return paths(node)
        .filter(path -> path.name().equals("emergency"))
        .map(AccessPath::port)
        .filter(port ->
            written.stream().noneMatch(rule -> rule.allows(Peer.OUTSIDE, node, Protocol.TCP, port)))
        .collect(Collectors.toSet());
  }

  private Stream<AccessPath> paths(NodeName node) {
    return Stream.ofNullable(members.get(node))
        .flatMap(member -> member.target().access().stream());
  }
}
