package io.meshinfra.network;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Members;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.proof.InvariantCheck;
import io.meshinfra.network.proof.Invariants;
import io.meshinfra.network.wireguard.WireguardPlan;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An intent with all that follows from it.
 *
 * @param grants all that is allowed, in order
 * @param rulesets of nftables, proved, of each node where it is switched on
 * @param wireguard the tunnels, proved
 * @param ssh how people and nodes get to each other by it
 * @param warnings what is no mistake and hardly meant
 * @param fleet nodes as their manifests have them
 */
public record PlannedNetwork(
    Intent intent,
    List<Grant> grants,
    Matrix matrix,
    SortedMap<NodeName, String> rulesets,
    WireguardPlan wireguard,
    SshAccess ssh,
    List<InvariantCheck> invariants,
    List<Finding> warnings,
    Members fleet) {
  public PlannedNetwork {
    grants = List.copyOf(grants);
    rulesets = Collections.unmodifiableSortedMap(new TreeMap<>(rulesets));
    invariants = List.copyOf(invariants);
    warnings = List.copyOf(warnings);
  }

  /** Whether what another one asks for holds here. */
  public List<InvariantCheck> heldAgainst(PlannedNetwork other) {
    return new Invariants(
            intent.withInvariantsOf(other.intent), fleet.nodes(), grants, matrix, ssh.dropIns())
        .check();
  }
}
