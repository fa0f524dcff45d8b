package io.meshinfra.session;

import io.meshinfra.model.NodeName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether an agent may have nodes reconciled. */
public final class ReconcileRight {
  private ReconcileRight() {}

  /**
   * Why not; empty when it may.
   *
   * @param nodes that were asked for, with their labels; all nodes is not something to ask for
   */
  public static List<String> missing(
      AgentToken token,
      SessionContract contract,
      Map<NodeName, Map<String, String>> nodes,
      Instant now) {
    List<String> reasons = new ArrayList<>(missing(token, contract, now));
    if (nodes.isEmpty()) {
      reasons.add("an agent names the nodes");
    }
    nodes.forEach((name, labels) -> {
      if (!token.nodes().contains(name)) {
        reasons.add("the token does not name the node " + name);
      }
      if (!contract.limits().nodes().covers(name, labels)) {
        reasons.add("the contract does not name the node " + name);
      }
    });
    contract
        .limits()
        .nodes()
        .most()
        .filter(most -> nodes.size() > most)
        .ifPresent(
            most -> reasons.add("%d nodes, the contract allows %d".formatted(nodes.size(), most)));
    return reasons;
  }

  private static List<String> missing(AgentToken token, SessionContract contract, Instant now) {
    List<String> reasons = new ArrayList<>();
    if (token.isOver(now)) {
      reasons.add("the token expired at " + token.expiresAt());
    }
    if (token.scope() != AgentToken.Scope.RECONCILE) {
      reasons.add("the token is for reading");
    }
    if (!contract.agent().equals(token.agent())) {
      reasons.add("the contract is one of agent " + contract.agent());
    }
    if (contract.life().isOver(now)) {
      reasons.add(
          "the contract %s expired at %s".formatted(contract.id(), contract.life().expires()));
    }
    if (!contract.reconcile()) {
      reasons.add("the contract %s does not say reconcile: true".formatted(contract.id()));
    }
    return reasons;
  }
}
