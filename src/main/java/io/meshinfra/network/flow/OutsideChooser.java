package io.meshinfra.network.flow;

import io.meshinfra.desired.Member;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.AdminPorts;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.Peer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Picks the flows that are tried from outside of the mesh: at every address of a node that its
 * manifest names and that is not of the mesh, the ports of its sshd and for administration, what
 * outside may reach, and what it may not.
 *
 * <p>A public address is tried by every node and by this machine. A private one means another
 * machine in another local network, so only nodes try it that stay in the same one by their own
 * manifests; this machine tries it only where it got in over it, which whoever tries has to see to.
 * Bounded like {@link FlowChooser}.
 */
public final class OutsideChooser {
  /** Of one node, or this machine. */
  private static final int MOST_FLOWS = 160;

  private static final int MOST_ADDRESSES = 12;

  private final Intent intent;
  private final Matrix matrix;
  private final SortedMap<NodeName, Member> members;
  private final OutsideAddresses addresses;

  public OutsideChooser(Intent intent, Matrix matrix, SortedMap<NodeName, Member> members) {
    this.intent = intent;
    this.matrix = matrix;
    this.members = members;
    this.addresses = OutsideAddresses.of(intent, members);
  }

  /**
   * What is tried.
   *
   * @param from by each node
   * @param here by this machine
   * @param leftOut how many candidates are over the bounds
   * @param untried what is named and cannot be tried, and why
   */
  public record Chosen(
      SortedMap<NodeName, List<Flow>> from, List<Flow> here, int leftOut, List<String> untried) {
    public Chosen {
      from = FlowChooser.copy(from);
      here = List.copyOf(here);
      untried = List.copyOf(untried);
    }
  }

  public OutsideAddresses addresses() {
    return addresses;
  }

  /** The flows that these nodes try, and this machine. */
  public Chosen choose(Collection<NodeName> sources) {
    SortedMap<NodeName, List<Flow>> from = new TreeMap<>();
    int leftOut = 0;
    for (NodeName source : new TreeSet<>(sources)) {
      if (intent.nodes().containsKey(source) && !isThisMachine(source)) {
        List<Flow> candidates = candidates(new Vantage.Outside(source), triedBy(source));
        leftOut += Math.max(0, candidates.size() - MOST_FLOWS);
        from.put(source, candidates.stream().limit(MOST_FLOWS).toList());
      }
    }
    List<Flow> candidates =
        candidates(
            new Vantage.Here(),
            addresses.all().filter(address -> !isThisMachine(address.node())).toList());
    List<Flow> here = candidates.stream().limit(MOST_FLOWS).toList();
    return new Chosen(from, here, leftOut + candidates.size() - here.size(), addresses.untried());
  }

  private boolean isThisMachine(NodeName node) {
    return members.containsKey(node)
        && members.get(node).target().access().stream()
            .anyMatch(path -> path.kind() == AccessPath.Kind.LOCAL);
  }

  /** Those that follow the source by name come first, so that all together try all. */
  private List<OutsideAddress> triedBy(NodeName source) {
    boolean roams = intent.nodes().get(source).presence() == MeshNode.Presence.ROAMS;
    List<OutsideAddress> after = new ArrayList<>();
    List<OutsideAddress> before = new ArrayList<>();
    addresses
        .all()
        .filter(address -> !address.node().equals(source))
        .filter(address ->
            !address.isPrivate() || !roams && addresses.shares(source, address.address()))
        .forEach(address -> (address.node().compareTo(source) > 0 ? after : before).add(address));
    after.addAll(before);
    return after.stream().limit(MOST_ADDRESSES).toList();
  }

  /** The first of each address, then the second of each, and so on. */
  private List<Flow> candidates(Vantage from, List<OutsideAddress> tried) {
    return FlowChooser.inTurn(tried.stream().map(address -> at(from, address)).toList());
  }

  private List<Flow> at(Vantage from, OutsideAddress address) {
    Access access = matrix.access(Peer.OUTSIDE, address.node());
    Ports known = Ports.of(matrix.rows().get(address.node()), Set.copyOf(intent.mesh().listen()));
    List<Flow> flows = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      Set<Integer> ports = new LinkedHashSet<>();
      if (protocol == Protocol.TCP) {
        ports.addAll(sshPorts(address.node()));
        ports.addAll(AdminPorts.ONE_EACH);
      }
      ports.addAll(known.worthATry(protocol, access.of(protocol)));
      for (int port : ports) {
        flows.add(
            new Flow(
                from,
                address.node(),
                address.address(),
                protocol,
                port,
                FlowChooser.meant(access.at(protocol, port))));
      }
    }
    return flows;
  }

  private List<Integer> sshPorts(NodeName node) {
    return members.get(node).target().access().stream()
        .filter(path -> path.kind() == AccessPath.Kind.SSH)
        .map(AccessPath::port)
        .distinct()
        .toList();
  }
}
