package io.meshinfra.network;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Members;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.firewall.Candidates;
import io.meshinfra.network.identity.HostIdentity;
import io.meshinfra.network.identity.NodeTrust;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.proof.InvariantCheck;
import io.meshinfra.network.proof.Invariants;
import io.meshinfra.network.wireguard.WireguardPlan;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An intent with all that follows from it.
 *
 * @param grants all that is allowed, in order
 * @param firewalls what each node may get of a firewall, where one is switched on, proved
 * @param wireguard the tunnels, proved
 * @param ssh how people and nodes get to each other by it
 * @param tailnet the policy file of Tailscale, proved, where some node is in a tailnet
 * @param warnings what is no mistake and hardly meant
 * @param fleet nodes as their manifests have them
 * @param trusts what sshd believes of certificates, proved, of each node where that is switched on
 * @param hosts who each node is that shall have host certificates
 */
public record PlannedNetwork(
    Intent intent,
    List<Grant> grants,
    Matrix matrix,
    SortedMap<NodeName, Candidates> firewalls,
    WireguardPlan wireguard,
    SshAccess ssh,
    Optional<String> tailnet,
    List<InvariantCheck> invariants,
    List<Finding> warnings,
    Members fleet,
    SortedMap<NodeName, NodeTrust> trusts,
    SortedMap<NodeName, HostIdentity> hosts) {
  public PlannedNetwork {
    grants = List.copyOf(grants);
    firewalls = Collections.unmodifiableSortedMap(new TreeMap<>(firewalls));
    invariants = List.copyOf(invariants);
    warnings = List.copyOf(warnings);
    trusts = Collections.unmodifiableSortedMap(new TreeMap<>(trusts));
    hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
  }

  /**
   * By which node each one goes to the internet; those that are not named go directly. Of tunnels it
   * is what their files say, of Tailscale what nodes tell it.
   */
  public SortedMap<NodeName, NodeName> internetBy() {
    SortedMap<NodeName, NodeName> by = new TreeMap<>(wireguard.internetBy());
    intent.nodes().values().stream()
        .filter(node -> node.backEnds().contains(BackEnd.TAILSCALE))
        .forEach(node -> node.internetBy().ifPresent(exit -> by.put(node.name(), exit)));
    return by;
  }

  /** Whether what another one asks for holds here. */
  public List<InvariantCheck> heldAgainst(PlannedNetwork other) {
    return new Invariants(
            intent.withInvariantsOf(other.intent), fleet.nodes(), grants, matrix, ssh.dropIns())
        .check();
  }
}
