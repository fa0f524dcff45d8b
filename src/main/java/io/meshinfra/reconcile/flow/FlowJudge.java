package io.meshinfra.reconcile.flow;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.flow.Flow;
import io.meshinfra.network.flow.Vantage;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Decision;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.probe.flow.FlowProbe;
import io.meshinfra.probe.flow.Met;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges what nodes met. Silence alone proves no denial: the node that is reached has to be there,
 * which another flow to it tells, or its own word that it has its address. And who comes from
 * another address than that of the intent is somebody else to a firewall, so nothing is said then.
 */
final class FlowJudge {
  /** The mesh first, then what was tried from outside of it. */
  private static final Comparator<FlowFinding> ORDER =
      Comparator.comparing((FlowFinding one) -> one.flow().from().isOutside())
          .thenComparing(FlowFinding::by)
          .thenComparing(FlowFinding::to)
          .thenComparing(one -> one.flow().address())
          .thenComparing(one -> one.flow().protocol())
          .thenComparing(FlowFinding::port);

  private final PlannedNetwork network;
  private final Tried tried;
  private final OutsideJudge outside;

  FlowJudge(PlannedNetwork network, Tried tried) {
    this.network = network;
    this.tried = tried;
    this.outside = new OutsideJudge(network, tried);
  }

  /** One for each flow, in the order of nodes and ports. */
  List<FlowFinding> findings() {
    List<FlowFinding> findings = new ArrayList<>();
    tried
        .flows()
        .forEach((who, flows) -> {
          for (int i = 0; i < flows.size(); i++) {
            findings.add(
                switch (tried.result(who)) {
                  case FlowProbe.Result.NotTried(String reason) ->
                      unknown(flows.get(i), Met.UNTRIED, reason);
                  case FlowProbe.Result.Tried told ->
                      judge(flows.get(i), told.answers().get(i), told.ways());
                });
          }
        });
    findings.sort(ORDER);
    return findings;
  }

  private FlowFinding judge(Flow flow, FlowProbe.Answer answer, Map<String, FlowProbe.Way> ways) {
    return switch (flow.from()) {
      case Vantage.Mesh(NodeName from) -> inside(from, flow, answer, ways);
      case Vantage.Outside by -> outside.judge(flow, answer, ways);
      case Vantage.Here here -> outside.judge(flow, answer, ways);
    };
  }

  private FlowFinding inside(
      NodeName from, Flow flow, FlowProbe.Answer answer, Map<String, FlowProbe.Way> ways) {
    String own = network.intent().nodes().get(from).address().toString();
    Optional<String> comesFrom =
        Optional.ofNullable(ways.get(flow.address().toString()))
            .flatMap(FlowProbe.Way::source)
            .filter(source -> !source.equals(own));
    if (comesFrom.isPresent()) {
      return unknown(
          flow,
          answer.met(),
          "%s goes there as %s and not as %s, which is another one to a firewall; is its mesh up?"
              .formatted(from, comesFrom.get(), own));
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
        tried.isThere(flow.to())
            ? "%s is there; %s".formatted(flow.to(), allowedBy(flow))
            : "nothing of %s answered; %s".formatted(flow.to(), allowedBy(flow));
    return new FlowFinding(flow, Verdict.FAILS, met.words(), where);
  }

  private String allowedBy(Flow flow) {
    List<Grant> by =
        Decision.of(network.grants(), flow.from().peer(), flow.to(), flow.protocol(), flow.port())
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
          tried.isThere(flow.to())
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
