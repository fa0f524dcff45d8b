package io.meshinfra.reconcile.flow;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.flow.Flow;
import io.meshinfra.network.flow.FlowChooser;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.probe.flow.FlowProbe;
import io.meshinfra.probe.flow.FlowTry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Has nodes try flows of the matrix, allowed ones and forbidden ones, and judges what they met. */
public final class FlowTrials {
  private final FlowProbe probe;

  public FlowTrials(FlowProbe probe) {
    this.probe = probe;
  }

  /**
   * Blocks until all of the nodes have tried.
   *
   * @param sources that try; those that the fleet or the intent does not know are told
   * @param executor bounds how many of them do at a time
   */
  public FlowReport test(
      PlannedNetwork network, Fleet fleet, Collection<NodeName> sources, Executor executor) {
    FlowChooser.Chosen chosen = new FlowChooser(network.intent(), network.matrix()).choose(sources);
    Map<NodeName, CompletableFuture<FlowProbe.Result>> asked = new TreeMap<>();
    chosen
        .from()
        .forEach((node, flows) ->
            asked.put(
                node,
                CompletableFuture.supplyAsync(() -> ask(network, fleet, node, flows), executor)));
    SortedMap<NodeName, FlowProbe.Result> results = new TreeMap<>();
    asked.forEach((node, result) -> results.put(node, result.join()));
    return report(network, chosen, results, sources);
  }

  private FlowProbe.Result ask(
      PlannedNetwork network, Fleet fleet, NodeName node, List<Flow> flows) {
    if (fleet.node(node).isEmpty()) {
      return new FlowProbe.Result.NotTried("the fleet has no Node " + node);
    }
    FleetNode known = fleet.node(node).orElseThrow();
    List<FlowTry> tries = new ArrayList<>();
    for (Flow flow : flows) {
      FlowTry.Protocol protocol =
          flow.protocol() == Protocol.TCP ? FlowTry.Protocol.TCP : FlowTry.Protocol.UDP;
      tries.add(new FlowTry(flow.address().toString(), protocol, flow.port()));
    }
    String own = network.intent().nodes().get(node).address().toString();
    return probe.ask(known.target(), own, tries);
  }

  private static FlowReport report(
      PlannedNetwork network,
      FlowChooser.Chosen chosen,
      SortedMap<NodeName, FlowProbe.Result> results,
      Collection<NodeName> sources) {
    SortedMap<NodeName, String> tools = new TreeMap<>();
    SortedMap<NodeName, String> notTried = new TreeMap<>();
    results.forEach((node, result) -> {
      switch (result) {
        case FlowProbe.Result.Tried tried -> tools.put(node, tried.tool());
        case FlowProbe.Result.NotTried(String reason) -> notTried.put(node, reason);
      }
    });
    sources.stream()
        .filter(node -> !chosen.from().containsKey(node))
        .forEach(node -> notTried.put(node, "the network intent has no node " + node));
    return new FlowReport(
        new FlowJudge(network, chosen.from(), results).findings(),
        tools,
        notTried,
        chosen.leftOut(),
        chosen.leftPairs());
  }
}
