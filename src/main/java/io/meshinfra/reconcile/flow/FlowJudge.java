package io.meshinfra.reconcile.flow;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.flow.Flow;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Decision;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Peer;
import io.meshinfra.probe.flow.FlowProbe;
import io.meshinfra.probe.flow.Met;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Judges what nodes met. Silence alone proves no denial: the node that is reached has to be there,
 * which another flow to it tells, or its own word that it has its address. And who comes from
 * another address than that of the intent is somebody else to a firewall, so nothing is said then.
 */
final class FlowJudge {
  private final PlannedNetwork network;
  private final SortedMap<NodeName, List<Flow>> tried;
  private final Map<NodeName, FlowProbe.Result> results;
  private final Set<NodeName> there = new HashSet<>();

  FlowJudge(
      PlannedNetwork network,
      SortedMap<NodeName, List<Flow>> tried,
      Map<NodeName, FlowProbe.Result> results) {
    this.network = network;
    this.tried = tried;
    this.results = results;
    tried.forEach(this::noteWhoIsThere);
  }

  private void noteWhoIsThere(NodeName from, List<Flow> flows) {
    if (results.get(from) instanceof FlowProbe.Result.Tried told) {
      Optional.ofNullable(told.ways().get(address(from)))
          .filter(FlowProbe.Way::own)
          .ifPresent(way -> there.add(from));
      for (int i = 0; i < flows.size(); i++) {
        if (told.answers().get(i).met().reached()) {
          there.add(flows.get(i).to());
        }
      }
    }
  }

  private String address(NodeName node) {
    return network.intent().nodes().get(node).address().toString();
  }

  /** One for each flow, in the order of nodes and ports. */
  List<FlowFinding> findings() {
    List<FlowFinding> findings = new ArrayList<>();
    tried.forEach((from, flows) -> {
      for (int i = 0; i < flows.size(); i++) {
        findings.add(
            switch (results.get(from)) {
              case FlowProbe.Result.NotTried(String reason) ->
                  unknown(flows.get(i), Met.UNTRIED, reason);
              case FlowProbe.Result.Tried told ->
                  judge(flows.get(i), told.answers().get(i), told.ways());
            });
      }
    });
    findings.sort(
        Comparator.comparing((FlowFinding one) -> one.flow().from())
            .thenComparing(one -> one.flow().to())
            .thenComparing(one -> one.flow().protocol())
            .thenComparing(one -> one.flow().port()));
    return findings;
  }

  private FlowFinding judge(Flow flow, FlowProbe.Answer answer, Map<String, FlowProbe.Way> ways) {
    String own = address(flow.from());
    Optional<String> comesFrom =
        Optional.ofNullable(ways.get(flow.address().toString()))
            .flatMap(FlowProbe.Way::source)
            .filter(source -> !source.equals(own));
    if (comesFrom.isPresent()) {
      return unknown(
          flow,
          answer.met(),
          "%s goes there as %s and not as %s, which is another one to a firewall; is its mesh up?"
              .formatted(flow.from(), comesFrom.get(), own));
    }
    return switch (flow.meant()) {
      case ALLOWED, LIMITED -> allowed(flow, answer);
      case DENIED -> denied(flow, answer);
    };
  }

  private FlowFinding allowed(Flow flow, FlowProbe.Answer answer) {
    return switch (answer.met()) {
      case OPEN, CLOSED -> new FlowFinding(flow, Verdict.WORKS, answer.met().words(), "");
      case UNTRIED -> unknown(flow, answer.met(), answer.said());
      case SILENT, REJECTED, NO_ROUTE -> notReached(flow, answer.met());
    };
  }

  private FlowFinding notReached(Flow flow, Met met) {
    if (flow.protocol() == Protocol.UDP && met == Met.SILENT) {
      return unknown(flow, met, "with UDP silence says nothing");
    }
    if (flow.meant() == Flow.Meant.LIMITED) {
      return unknown(flow, met, "it is allowed up to a rate, which others may have used up");
    }
    String where =
        there.contains(flow.to())
            ? "%s is there; %s".formatted(flow.to(), allowedBy(flow))
            : "nothing of %s answered; %s".formatted(flow.to(), allowedBy(flow));
    return new FlowFinding(flow, Verdict.FAILS, met.words(), where);
  }

  private String allowedBy(Flow flow) {
    List<Grant> by =
        Decision.of(
                network.grants(),
                new Peer.Node(flow.from()),
                flow.to(),
                flow.protocol(),
                flow.port())
            .by();
    return by.isEmpty()
        ? "the matrix allows it"
        : "the rule %s allows it, %s".formatted(by.getFirst().name(), by.getFirst().place());
  }

  private FlowFinding denied(Flow flow, FlowProbe.Answer answer) {
    return switch (answer.met()) {
      case OPEN, CLOSED ->
          new FlowFinding(flow, Verdict.LEAKS, answer.met().words(), nothingKeeps(flow.to()));
      case UNTRIED -> unknown(flow, answer.met(), answer.said());
      case SILENT, REJECTED, NO_ROUTE ->
          there.contains(flow.to())
              ? new FlowFinding(flow, Verdict.HELD, answer.met().words(), "")
              : unknown(
                  flow,
                  answer.met(),
                  "nothing of %s answered, so nobody knows what it denies".formatted(flow.to()));
    };
  }

  private String nothingKeeps(NodeName to) {
    MeshNode node = network.intent().nodes().get(to);
    return node.backEnds().isEmpty()
        ? "nothing allows it; no back end is switched on for %s, so nothing keeps it".formatted(to)
        : "nothing allows it; what is compiled for %s would deny it, so it was changed there, or is"
                .formatted(to)
            + " not in force";
  }

  private static FlowFinding unknown(Flow flow, Met met, String why) {
    return new FlowFinding(flow, Verdict.UNKNOWN, met.words(), why);
  }
}
