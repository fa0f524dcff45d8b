package io.meshinfra.network;

import io.meshinfra.desired.Finding;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.proof.InvariantCheck;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An intent with all that follows from it.
 *
 * @param grants all that is allowed, in order
 * @param rulesets of nftables, proved, of each node where it is switched on
 * @param tailnet the policy file of Tailscale, proved, where some node is in a tailnet
 * @param warnings what is no mistake and hardly meant
 */
public record PlannedNetwork(
    Intent intent,
    List<Grant> grants,
    Matrix matrix,
    SortedMap<NodeName, String> rulesets,
    Optional<String> tailnet,
    List<InvariantCheck> invariants,
    List<Finding> warnings) {
  public PlannedNetwork {
    grants = List.copyOf(grants);
    rulesets = Collections.unmodifiableSortedMap(new TreeMap<>(rulesets));
    invariants = List.copyOf(invariants);
    warnings = List.copyOf(warnings);
  }
}
