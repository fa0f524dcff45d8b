package io.meshinfra.reconcile.flow;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.flow.Flow;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.probe.flow.FlowProbe;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Who tried what, and what came of it, with what follows from all of that together: which nodes are
 * there, and which addresses they have by their own word.
 */
final class Tried {
  private final SortedMap<String, List<Flow>> flows;
  private final Map<String, FlowProbe.Result> results;
  private final Set<NodeName> there = new HashSet<>();
  private final Set<Reached> answered = new HashSet<>();
  private final Map<NodeName, Map<String, FlowProbe.Way>> own = new HashMap<>();

  /** An address that answered to somebody. */
  private record Reached(String who, Ipv4 address) {}

  /**
   * @param flows by who tried them
   * @param results by the same
   */
  Tried(
      PlannedNetwork network,
      SortedMap<String, List<Flow>> flows,
      Map<String, FlowProbe.Result> results) {
    this.flows = flows;
    this.results = results;
    for (NodeName node : network.intent().nodes().keySet()) {
      if (results.get(node.value()) instanceof FlowProbe.Result.Tried told) {
        own.put(node, told.ways());
        if (has(node, network.intent().nodes().get(node).address()).orElse(false)) {
          there.add(node);
        }
      }
    }
    flows.forEach(this::noteAnswers);
  }

  private void noteAnswers(String who, List<Flow> tried) {
    if (results.get(who) instanceof FlowProbe.Result.Tried told) {
      for (int i = 0; i < tried.size(); i++) {
        if (told.answers().get(i).met().reached()) {
          answered.add(new Reached(who, tried.get(i).address()));
          if (!tried.get(i).from().isOutside()) {
            there.add(tried.get(i).to());
          }
        }
      }
    }
  }

  SortedMap<String, List<Flow>> flows() {
    return flows;
  }

  FlowProbe.Result result(String who) {
    return results.get(who);
  }

  /** Whether another flow got to the node, or it says itself that it has its address. */
  boolean isThere(NodeName node) {
    return there.contains(node);
  }

  /** Whether a node has that address by its own word; empty when it was not asked. */
  Optional<Boolean> has(NodeName node, Ipv4 address) {
    return Optional.ofNullable(own.get(node))
        .map(ways -> ways.get(address.toString()))
        .map(FlowProbe.Way::own);
  }

  /** Whether anything at that address answered to whoever tried the flow. */
  boolean answers(Flow flow) {
    return answered.contains(new Reached(flow.from().who(), flow.address()));
  }
}
