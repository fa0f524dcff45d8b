package io.meshinfra.reconcile.agent;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.agent.ContractRegister.Standing;
import io.meshinfra.session.AgentToken;
import io.meshinfra.session.ReconcileRight;
import io.meshinfra.session.SessionContract;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Decides what an agent may ask of the hub, and tells what it asked. */
public final class AgentAccess {
  private final ContractRegister contracts;
  private final AgentEvents events;
  private final Clock clock;

  AgentAccess(ContractRegister contracts, AgentEvents events, Clock clock) {
    this.contracts = contracts;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Returns when the agent may have these nodes reconciled now, and has told so.
   *
   * @param labels of a node of the fleet
   * @throws AgentRefusal.NotAllowed with every reason why not
   */
  public void reconcile(
      AgentToken token, List<NodeName> nodes, Function<NodeName, Map<String, String>> labels) {
    SessionContract contract = contract(token);
    Map<NodeName, Map<String, String>> named = new TreeMap<>();
    nodes.forEach(node -> named.put(node, labels.apply(node)));
    List<String> reasons = ReconcileRight.missing(token, contract, named, clock.instant());
    if (!reasons.isEmpty()) {
      throw new AgentRefusal.NotAllowed(String.join("; ", reasons));
    }
    named
        .keySet()
        .forEach(node -> events.tell("reconcile-asked", Optional.of(node), "by " + token.owner()));
  }

  private SessionContract contract(AgentToken token) {
    return token
        .session()
        .map(contracts::standing)
        .map(standing ->
            switch (standing) {
              case Standing.Counts counts -> counts.contract();
              case Standing.None none -> throw new AgentRefusal.NotAllowed(none.reason());
            })
        .orElseThrow(() ->
            new AgentRefusal.NotAllowed(
                "the token is for reading: to reconcile takes one for a session, whose contract"
                    + " says which nodes"));
  }
}
