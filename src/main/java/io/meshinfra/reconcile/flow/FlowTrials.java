package io.meshinfra.reconcile.flow;

import io.meshinfra.desired.Fleet;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.flow.Flow;
import io.meshinfra.network.flow.FlowChooser;
import io.meshinfra.network.flow.OutsideAddresses;
import io.meshinfra.network.flow.OutsideChooser;
import io.meshinfra.network.flow.Vantage;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.probe.flow.FlowProbe;
import io.meshinfra.probe.flow.FlowTry;
import io.meshinfra.transport.PathTrial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Has nodes try flows of the matrix, allowed ones and forbidden ones, from inside of the mesh and
 * from outside, and judges what they met. This machine tries from outside too.
 */
public final class FlowTrials implements FlowWatch.Tester {
  /** Of those that try one node, before and after a change of it. */
  private static final int MOST_TOWARDS_ONE = 5;

  /** Only a name for what runs here; no access path but the local one is used. */
  private static final Target HERE =
      new Target(
          new NodeName("this-machine"),
          List.of(AccessPath.local()),
          List.of(),
          "",
          Target.Become.NONE);

  private final FlowProbe probe;
  private final PathTrial paths;

  public FlowTrials(FlowProbe probe, PathTrial paths) {
    this.probe = probe;
    this.paths = paths;
  }

  /**
   * What is wanted.
   *
   * @param sources nodes that try; those that the fleet or the intent does not know are told
   * @param here whether this machine tries from outside too
   */
  public record Wish(Collection<NodeName> sources, FlowScope scope, boolean here) {
    public Wish {
      sources = List.copyOf(sources);
    }
  }

  /** What was chosen, by who tries it. */
  private record Choice(
      SortedMap<String, List<Flow>> flows, int leftOut, int leftPairs, List<String> untried) {}

  /**
   * Blocks until all of them have tried.
   *
   * @param executor bounds how many of them do at a time
   */
  @Override
  public FlowReport test(PlannedNetwork network, Fleet fleet, Wish wish, Executor executor) {
    return carryOut(network, fleet, choose(network, fleet, wish), wish.sources(), executor);
  }

  /**
   * The same for the flows to one node, by a few others that are near it by name, and from here.
   */
  public FlowReport towards(
      PlannedNetwork network,
      Fleet fleet,
      NodeName node,
      Collection<NodeName> others,
      Executor executor) {
    FlowChooser.Chosen mesh =
        new FlowChooser(network.intent(), network.matrix()).towards(node, others, MOST_TOWARDS_ONE);
    OutsideChooser.Chosen outside = outside(network).choose(mesh.from().keySet());
    SortedMap<String, List<Flow>> flows = new TreeMap<>();
    mesh.from().forEach((from, all) -> add(flows, from.value(), all));
    Sureness sureness = sureness(network, fleet);
    outside.from().forEach((from, all) -> add(flows, from.value(), sureness.sure(to(node, all))));
    add(flows, Vantage.THIS_MACHINE, sureness.sure(to(node, outside.here())));
    add(flows, node.value(), List.of()); // it says which addresses it has
    Choice choice = new Choice(flows, 0, mesh.leftPairs(), sureness.untried());
    return carryOut(network, fleet, choice, List.of(), executor);
  }

  /** All flows that would be tried if all nodes were there. */
  @Override
  public Set<Flow> wanted(PlannedNetwork network, Fleet fleet) {
    List<NodeName> all =
        fleet.nodes().keySet().stream()
            .filter(node -> network.intent().node(node).isPresent())
            .toList();
    Set<Flow> wanted = new HashSet<>();
    new FlowChooser(network.intent(), network.matrix())
        .choose(all)
        .from()
        .values()
        .forEach(wanted::addAll);
    OutsideChooser.Chosen outside = outside(network).choose(all);
    outside.from().values().forEach(wanted::addAll);
    wanted.addAll(outside.here());
    return wanted;
  }

  private static OutsideChooser outside(PlannedNetwork network) {
    return new OutsideChooser(network.intent(), network.matrix(), network.fleet().nodes());
  }

  private Sureness sureness(PlannedNetwork network, Fleet fleet) {
    return new Sureness(paths, fleet, addresses(network));
  }

  private static OutsideAddresses addresses(PlannedNetwork network) {
    return OutsideAddresses.of(network.intent(), network.fleet().nodes());
  }

  private static List<Flow> to(NodeName node, List<Flow> flows) {
    return flows.stream().filter(flow -> flow.to().equals(node)).toList();
  }

  private static void add(SortedMap<String, List<Flow>> all, String who, List<Flow> flows) {
    if (!who.equals(Vantage.THIS_MACHINE) || !flows.isEmpty()) {
      all.computeIfAbsent(who, name -> new ArrayList<>()).addAll(flows);
    }
  }

  private Choice choose(PlannedNetwork network, Fleet fleet, Wish wish) {
    SortedMap<String, List<Flow>> flows = new TreeMap<>();
    List<String> untried = new ArrayList<>();
    int leftOut = 0;
    int leftPairs = 0;
    if (wish.scope().hasMesh()) {
      FlowChooser.Chosen mesh =
          new FlowChooser(network.intent(), network.matrix()).choose(wish.sources());
      mesh.from().forEach((from, all) -> add(flows, from.value(), all));
      leftOut += mesh.leftOut();
      leftPairs = mesh.leftPairs();
    }
    if (wish.scope().hasOutside()) {
      OutsideChooser.Chosen outside = outside(network).choose(wish.sources());
      Sureness sureness = sureness(network, fleet);
      outside.from().forEach((from, all) -> add(flows, from.value(), sureness.sure(all)));
      leftOut += outside.leftOut();
      untried.addAll(outside.untried());
      if (wish.here()) {
        add(flows, Vantage.THIS_MACHINE, sureness.sure(outside.here()));
      }
      untried.addAll(sureness.untried());
    }
    return new Choice(flows, leftOut, leftPairs, untried);
  }

  private FlowReport carryOut(
      PlannedNetwork network,
      Fleet fleet,
      Choice choice,
      Collection<NodeName> sources,
      Executor executor) {
    OutsideAddresses addresses = addresses(network);
    Map<String, CompletableFuture<FlowProbe.Result>> asked = new TreeMap<>();
    choice
        .flows()
        .forEach((who, flows) ->
            asked.put(
                who,
                CompletableFuture.supplyAsync(
                    () -> ask(network, addresses, fleet, who, flows), executor)));
    SortedMap<String, FlowProbe.Result> results = new TreeMap<>();
    asked.forEach((who, result) -> results.put(who, result.join()));
    return report(network, choice, results, sources);
  }

  private FlowProbe.Result ask(
      PlannedNetwork network,
      OutsideAddresses addresses,
      Fleet fleet,
      String who,
      List<Flow> flows) {
    List<FlowTry> tries = new ArrayList<>();
    for (Flow flow : flows) {
      FlowTry.Protocol protocol =
          flow.protocol() == Protocol.TCP ? FlowTry.Protocol.TCP : FlowTry.Protocol.UDP;
      tries.add(new FlowTry(flow.address().toString(), protocol, flow.port()));
    }
    if (who.equals(Vantage.THIS_MACHINE)) {
      return probe.ask(HERE, List.of(), tries);
    }
    NodeName node = new NodeName(who);
    if (fleet.node(node).isEmpty()) {
      return new FlowProbe.Result.NotTried("the fleet has no Node " + node);
    }
    List<String> own = new ArrayList<>();
    own.add(network.intent().nodes().get(node).address().toString());
    addresses.of(node).forEach(address -> own.add(address.address().toString()));
    return probe.ask(fleet.node(node).orElseThrow().target(), own, tries);
  }

  private static FlowReport report(
      PlannedNetwork network,
      Choice choice,
      SortedMap<String, FlowProbe.Result> results,
      Collection<NodeName> sources) {
    SortedMap<String, String> tools = new TreeMap<>();
    SortedMap<String, String> notTried = new TreeMap<>();
    results.forEach((who, result) -> {
      switch (result) {
        case FlowProbe.Result.Tried tried -> tools.put(who, tried.tool());
        case FlowProbe.Result.NotTried(String reason) -> notTried.put(who, reason);
      }
    });
    sources.stream()
        .filter(node -> network.intent().node(node).isEmpty())
        .forEach(node -> notTried.put(node.value(), "the network intent has no node " + node));
    return new FlowReport(
        new FlowJudge(network, new Tried(network, choice.flows(), results)).findings(),
        tools,
        notTried,
        choice.leftOut(),
        choice.leftPairs(),
        choice.untried());
  }
}
