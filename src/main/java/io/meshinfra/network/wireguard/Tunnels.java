package io.meshinfra.network.wireguard;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Member;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.InterfaceName;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.Topology;
import io.meshinfra.network.intent.WireguardKey;
import io.meshinfra.network.matrix.Grant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compiles the files of all nodes, and proves them together. */
final class Tunnels {
  private static final InterfaceName INTERFACE = new InterfaceName("wg0");

  /** Files grow with the square of it: 8 MB of them, and every node keeps as many tunnels. */
  private static final int MOST_IN_FULL_MESH = 250;

  /** Work grows with the square of it: seconds. */
  private static final int MOST_SPOKES = 500;

  private static final int MOST_TOLD = 5;

  private final Intent intent;
  private final SortedMap<NodeName, Member> fleet;
  private final List<Grant> grants;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Finding> warnings = new ArrayList<>();

  Tunnels(Intent intent, SortedMap<NodeName, Member> fleet, List<Grant> grants) {
    this.intent = intent;
    this.fleet = fleet;
    this.grants = grants;
  }

  WireguardPlan plan() {
    List<MeshNode> meant = intent.nodes().values().stream().filter(Tunnels::isMeant).toList();
    List<NodeName> keyless = new ArrayList<>();
    SortedMap<NodeName, WgNode> nodes = new TreeMap<>();
    for (MeshNode node : meant) {
      node.wireguard()
          .publicKey()
          .ifPresentOrElse(
              key -> nodes.put(node.name(), node(node, key)), () -> keyless.add(node.name()));
    }
    check(meant);
    Links links = new Links(nodes, intent.mesh().topology());
    Exits exits = new ExitChoice(intent, links, findings, warnings).of(meant);
    keyless.forEach(name ->
        warnings.add(
            intent
                .nodes()
                .get(name)
                .at()
                .finding(
                    "%1$s is nobody's peer in WireGuard yet, since its public key is not written; mesh net keys %1$s writes it"
                        .formatted(name))));
    if (!findings.isEmpty()) {
      return new WireguardPlan(new TreeMap<>(), keyless, findings, warnings, new TreeMap<>());
    }
    SortedMap<NodeName, String> files = proved(links, exits);
    return new WireguardPlan(
        files, keyless, findings, warnings, WireguardPlan.internet(files, intent));
  }

  /** One that is not managed takes part by its key. */
  private static boolean isMeant(MeshNode node) {
    return node.backEnds().contains(BackEnd.WIREGUARD)
        || !node.managed() && node.wireguard().publicKey().isPresent();
  }

  private WgNode node(MeshNode node, WireguardKey key) {
    return WgNode.of(
        node,
        key,
        fleet.containsKey(node.name()) ? fleet.get(node.name()).target().access() : List.of());
  }

  private void check(List<MeshNode> meant) {
    if (!intent.mesh().interfaces().contains(INTERFACE)) {
      findings.add(
          intent.at().finding("mesh: interfaces has no wg0, the interface that WireGuard makes"));
    }
    int most = intent.mesh().topology() == Topology.FULL_MESH ? MOST_IN_FULL_MESH : MOST_SPOKES;
    if (meant.size() > most) {
      findings.add(
          intent
              .at()
              .finding(
                  "%d nodes have WireGuard, and at most %d are meant; topology: hub-and-spoke takes %d"
                      .formatted(meant.size(), most, MOST_SPOKES)));
    }
    Map<WireguardKey, NodeName> owners = new HashMap<>();
    for (MeshNode node : meant) {
      int port = node.wireguard().port();
      if (!intent.mesh().listen().contains(port)) {
        findings.add(
            node.at()
                .finding(
                    "%s listens on %d, which mesh: listen does not have: %s"
                        .formatted(node.name(), port, intent.mesh().listen())));
      }
      node.wireguard()
          .publicKey()
          .map(key -> owners.putIfAbsent(key, node.name()))
          .ifPresent(owner ->
              findings.add(
                  node.at()
                      .finding(
                          "%s has the public key of %s; each node makes its own"
                              .formatted(node.name(), owner))));
    }
  }

  private SortedMap<NodeName, String> proved(Links links, Exits exits) {
    WgCompiler compiler = new WgCompiler(links, exits, intent.mesh().network());
    SortedMap<NodeName, WgNode> nodes = links.nodes();
    SortedMap<NodeName, String> files = new TreeMap<>();
    nodes.forEach((name, node) -> files.put(name, compiler.compile(node)));
    SortedMap<NodeName, MeshNode> meant = new TreeMap<>();
    nodes.forEach((name, node) -> meant.put(name, node.node()));
    List<WgProof.Difference> differences =
        new WgProof(meant, intent.mesh().network(), fleet)
            .differences(files, new Needs(grants, meant.keySet()).of());
    differences.stream()
        .limit(MOST_TOLD)
        .forEach(difference ->
            findings.add(
                intent
                    .nodes()
                    .get(difference.node())
                    .at()
                    .finding(
                        "what WireGuard would do on %s is not what is meant: %s"
                            .formatted(difference.node(), difference.what()))));
    return files;
  }
}
