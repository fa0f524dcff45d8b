package io.meshinfra.network.intent;

import io.meshinfra.desired.yaml.Position;
import io.meshinfra.model.NodeName;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the network shall allow, checked.
 *
 * @param at where the file begins
 * @param invariants what must hold, and where that is written
 * @param ownInvariants the same in somebody's own words
 * @param sshCa the authority for SSH certificates of people, where there is one
 * @param hostCa the one for those of nodes
 */
public record Intent(
    Position at,
    MeshNetwork mesh,
    SortedMap<NodeName, MeshNode> nodes,
    Map<Label, SortedSet<NodeName>> groups,
    List<AccessRule> rules,
    Map<Invariant, Position> invariants,
    List<OwnInvariant> ownInvariants,
    Optional<SshCa> sshCa,
    Optional<HostCa> hostCa,
    TailscaleSettings tailscale) {
  private static final Label ADMIN = new Label("admin");

  /**
   * The network that the nodes have among each other.
   *
   * @param interfaces by which it comes
   * @param listen UDP ports by which it is made
   * @param topology of its tunnels of WireGuard
   */
  public record MeshNetwork(
      Subnet network,
      SortedSet<InterfaceName> interfaces,
      List<Integer> listen,
      Topology topology) {
    public MeshNetwork {
      interfaces = Collections.unmodifiableSortedSet(new TreeSet<>(interfaces));
      listen = List.copyOf(listen);
    }
  }

  public Intent {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    rules = List.copyOf(rules);
    invariants = Collections.unmodifiableMap(new TreeMap<>(invariants));
    ownInvariants = List.copyOf(ownInvariants);
  }

  /** The same, asked for what another one asks for. */
  public Intent withInvariantsOf(Intent other) {
    return new Intent(
        at,
        mesh,
        nodes,
        groups,
        rules,
        other.invariants,
        other.ownInvariants,
        sshCa,
        hostCa,
        tailscale);
  }

  public Optional<MeshNode> node(NodeName name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /** Those from which the fleet is kept. */
  public SortedSet<NodeName> hubs() {
    return withRole(MeshNode.HUB);
  }

  public SortedSet<NodeName> withRole(Label role) {
    return names(nodes.values().stream().filter(node -> node.roles().contains(role)).toList());
  }

  /** The nodes a selector stands for; everybody is all of them, whoever else may be meant. */
  public SortedSet<NodeName> members(Selector selector) {
    return switch (selector) {
      case Selector.Everybody all -> names(nodes.values());
      case Selector.Admin admin -> groups.containsKey(ADMIN) ? groups.get(ADMIN) : hubs();
      case Selector.Role(Label role) -> withRole(role);
      case Selector.Group(Label group) -> groups.getOrDefault(group, new TreeSet<>());
      case Selector.Node(NodeName node) -> new TreeSet<>(Set.of(node));
    };
  }

  /** Whether a selection has the node; everybody is all of them. */
  public boolean covers(NodeSelection selection, NodeName node) {
    return selection.of().stream().anyMatch(selector -> members(selector).contains(node));
  }

  /** Whether anything is compiled to that back end anywhere. */
  public boolean compilesTo(BackEnd backEnd) {
    return nodes.values().stream().anyMatch(node -> node.backEnds().contains(backEnd));
  }

  /** Whether anything is compiled at all. */
  public boolean compiles() {
    return nodes.values().stream().anyMatch(node -> !node.backEnds().isEmpty());
  }

  private static SortedSet<NodeName> names(Collection<MeshNode> nodes) {
    return nodes.stream().map(MeshNode::name).collect(Collectors.toCollection(TreeSet::new));
  }
}
