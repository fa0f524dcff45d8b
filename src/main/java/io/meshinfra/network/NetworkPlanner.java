package io.meshinfra.network;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Members;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.firewall.Candidates;
import io.meshinfra.network.identity.HostIdentities;
import io.meshinfra.network.identity.HostIdentity;
import io.meshinfra.network.identity.NodeTrust;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.IntentReader;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.Reading;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Grants;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.MatrixMaker;
import io.meshinfra.network.matrix.Shadows;
import io.meshinfra.network.proof.InvariantCheck;
import io.meshinfra.network.proof.Invariants;
import io.meshinfra.network.wireguard.WireguardPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Reads the intent of a revision and plans the network: matrix, invariants, back ends, proof. */
public final class NetworkPlanner {
  /** Name of the file in the folder of intents. */
  public static final String FILE = "network.yaml";

  /** Forms of intents, by the name under which they are explained. */
  public static final Map<String, Class<?>> INTENTS = Map.of("network", IntentReader.FORM);

  private final List<Finding> findings = new ArrayList<>();
  private final Members fleet;

  private NetworkPlanner(Members fleet) {
    this.fleet = fleet;
  }

  /**
   * @param intents folder of the intents
   * @param fleet nodes as their manifests have them
   */
  public static NetworkPlan plan(FileTree tree, String intents, Members fleet) {
    String file = intents + "/" + FILE;
    try {
      Optional<Content> content = tree.read(file);
      if (content.isEmpty()) {
        return new NetworkPlan.Absent(file);
      }
      return switch (IntentReader.read(file, content.get())) {
        case Reading.Sound(Intent intent) -> new NetworkPlanner(fleet).plan(intent);
        case Reading.Faulty(List<Finding> mistakes) -> new NetworkPlan.Refused(mistakes);
      };
    } catch (FileTree.UnreadableFile e) {
      return new NetworkPlan.Refused(List.of(new Finding(file, 1, 1, e.getMessage())));
    }
  }

  private NetworkPlan plan(Intent intent) {
    List<Grant> grants = Grants.of(intent, fleet.nodes());
    return switch (new MatrixMaker(MatrixMaker.MOST_WORK).make(intent.nodes().keySet(), grants)) {
      case MatrixMaker.Made.TooMuch(long limit) ->
          new NetworkPlan.Refused(
              List.of(
                  intent
                      .at()
                      .finding(
                          "the rules stand for more than %d steps of work; say the same with"
                                  .formatted(limit)
                              + " fewer rules between roles or groups")));
      case MatrixMaker.Made.Done done -> plan(intent, grants, done.matrix());
    };
  }

  private NetworkPlan plan(Intent intent, List<Grant> grants, Matrix matrix) {
    List<Finding> warnings = new ArrayList<>(Shadows.of(intent));
    warnings.addAll(Firewalls.traps(intent));
    (intent.compiles() ? findings : warnings).addAll(strangers(intent));
    SshAccess ssh = new Logins(intent, fleet.nodes(), findings, warnings).compile(matrix);
    Invariants invariants = new Invariants(intent, fleet.nodes(), grants, matrix, ssh.dropIns());
    List<InvariantCheck> checks = invariants.check();
    checks.stream()
        .filter(check -> check.status() == InvariantCheck.Status.BROKEN)
        .forEach(check ->
            check
                .reasons()
                .forEach(reason ->
                    findings.add(check.at().finding(check.name() + " is broken: " + reason))));
    SortedMap<NodeName, Candidates> firewalls =
        new Firewalls(intent, grants, matrix, findings).compile();
    WireguardPlan wireguard = WireguardPlan.of(intent, fleet, grants);
    findings.addAll(wireguard.findings());
    warnings.addAll(wireguard.warnings());
    SortedMap<NodeName, NodeTrust> trusts = new SshTrust(intent, fleet, findings).compile();
    SortedMap<NodeName, HostIdentity> hosts = new HostIdentities(intent, fleet, findings).compile();
    if (fleet.complete()) {
      firewalls
          .keySet()
          .forEach(node ->
              invariants
                  .lockedOut(node)
                  .ifPresent(why -> findings.add(intent.nodes().get(node).at().finding(why))));
    }
    Optional<String> tailnet =
        TailnetPolicy.compile(intent, fleet.nodes(), grants, matrix, findings, warnings);
    return findings.isEmpty()
        ? new NetworkPlan.Planned(
            new PlannedNetwork(
                intent, grants, matrix, firewalls, wireguard, ssh, tailnet, checks, warnings, fleet,
                trusts, hosts))
        : new NetworkPlan.Refused(findings.stream().distinct().sorted().toList());
  }

  /** Nodes that are in one of fleet and intent only. */
  private List<Finding> strangers(Intent intent) {
    List<Finding> strangers = new ArrayList<>();
    if (!fleet.complete()) {
      return strangers;
    }
    for (MeshNode node : intent.nodes().values()) {
      if (node.managed() && !fleet.nodes().containsKey(node.name())) {
        strangers.add(
            node.at()
                .finding(
                    "the fleet has no Node %s; write one, or managed: false here"
                        .formatted(node.name())));
      }
    }
    for (NodeName node : fleet.nodes().keySet()) {
      if (!intent.nodes().containsKey(node)) {
        strangers.add(
            intent.at().finding("the Node %s of the fleet is missing in nodes".formatted(node)));
      }
    }
    return strangers;
  }
}
