package io.meshinfra.reconcile.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.Intents;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.NetworkPlanner;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.flow.Flow;
import io.meshinfra.network.flow.Flow.Meant;
import io.meshinfra.network.flow.Vantage;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.probe.flow.FlowProbe;
import io.meshinfra.probe.flow.FlowProbe.Answer;
import io.meshinfra.probe.flow.FlowProbe.Way;
import io.meshinfra.probe.flow.Met;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import io.meshinfra.support.MemoryTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowJudgeTest {
  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final PlannedNetwork NETWORK =
      assertInstanceOf(
              NetworkPlan.Planned.class,
              NetworkPlanner.plan(
                  MemoryTree.of(
                      "intent/network.yaml",
                      """
                      version: 1
                      mesh: {network: 10.0.0.0/24}
                      nodes:
                        hub: {internal_ip: 10.0.0.9, roles: [hub]}
                        a: {internal_ip: 10.0.0.1}
                        b: {internal_ip: 10.0.0.2, back_ends: [nftables]}
                      access_policy:
                        - {name: web, from: a, to: b, ports: 80}
                        - {name: games, from: a, to: b, ports: 3074, protocol: udp}
                        - {name: slow, from: a, to: b, ports: 2222, rate_limit: 1/minute}
                      """),
                  "intent",
                  Intents.NO_FLEET))
          .network();

  private final Map<String, List<Flow>> tried = new TreeMap<>();
  private final Map<String, FlowProbe.Result> results = new HashMap<>();

  private static Flow flow(Protocol protocol, int port, Meant meant) {
    return new Flow(
        new Vantage.Mesh(A), B, NETWORK.intent().nodes().get(B).address(), protocol, port, meant);
  }

  /** One flow of a to b, with what a met, and perhaps b's own word that it is there. */
  private FlowFinding judged(Flow flow, Met met, boolean there, Optional<String> comesFrom) {
    tried.put("a", List.of(flow));
    results.put(
        "a",
        new FlowProbe.Result.Tried(
            "bash",
            List.of(new Answer(met, "said")),
            Map.of("10.0.0.2", new Way(false, comesFrom))));
    if (there) {
      tried.put("b", List.of());
      results.put(
          "b",
          new FlowProbe.Result.Tried(
              "bash", List.of(), Map.of("10.0.0.2", new Way(true, Optional.empty()))));
    }
    return new FlowJudge(NETWORK, new Tried(NETWORK, new TreeMap<>(tried), results))
        .findings()
        .getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "TCP, ALLOWED, OPEN,     true,  WORKS",
    "TCP, ALLOWED, CLOSED,   true,  WORKS",
    "TCP, ALLOWED, SILENT,   true,  FAILS",
    "TCP, ALLOWED, SILENT,   false, FAILS",
    "TCP, ALLOWED, REJECTED, true,  FAILS",
    "TCP, ALLOWED, NO_ROUTE, true,  FAILS",
    "TCP, ALLOWED, UNTRIED,  true,  UNKNOWN",
    "TCP, LIMITED, OPEN,     true,  WORKS",
    "TCP, LIMITED, SILENT,   true,  UNKNOWN",
    "TCP, DENIED,  OPEN,     true,  LEAKS",
    "TCP, DENIED,  CLOSED,   false, LEAKS",
    "TCP, DENIED,  SILENT,   true,  HELD",
    "TCP, DENIED,  SILENT,   false, UNKNOWN",
    "TCP, DENIED,  REJECTED, true,  HELD",
    "TCP, DENIED,  UNTRIED,  true,  UNKNOWN",
    "UDP, ALLOWED, SILENT,   true,  UNKNOWN",
    "UDP, ALLOWED, CLOSED,   true,  WORKS",
    "UDP, DENIED,  CLOSED,   true,  LEAKS",
    "UDP, DENIED,  SILENT,   true,  HELD"
  })
  void shouldJudge(Protocol protocol, Meant meant, Met met, boolean there, Verdict verdict) {
    FlowFinding finding = judged(flow(protocol, 80, meant), met, there, Optional.of("10.0.0.1"));

    assertEquals(verdict, finding.verdict(), finding.toString());
    boolean asItShallBe = verdict == Verdict.WORKS || verdict == Verdict.HELD;
    assertEquals(asItShallBe, finding.why().isEmpty(), "whatever is not fine has a reason");
  }

  @Test
  void shouldNameTheRuleThatAllowsWhatFails() {
    FlowFinding finding =
        judged(flow(Protocol.TCP, 80, Meant.ALLOWED), Met.SILENT, true, Optional.empty());

    assertEquals("b is there; the rule web allows it, intent/network.yaml:8:5", finding.why());
  }

  @Test
  void shouldSayWhetherSomethingWouldKeepWhatLeaks() {
    FlowFinding kept =
        judged(flow(Protocol.TCP, 81, Meant.DENIED), Met.OPEN, true, Optional.empty());
    Flow back =
        new Flow(
            new Vantage.Mesh(B),
            A,
            NETWORK.intent().nodes().get(A).address(),
            Protocol.TCP,
            81,
            Meant.DENIED);
    FlowFinding open =
        new FlowJudge(
                NETWORK,
                new Tried(
                    NETWORK,
                    new TreeMap<>(Map.of("b", List.of(back))),
                    Map.of(
                        "b",
                        new FlowProbe.Result.Tried(
                            "nc", List.of(new Answer(Met.CLOSED, "")), Map.of()))))
            .findings()
            .getFirst();

    assertTrue(kept.why().startsWith("nothing allows it; what is compiled for b would deny it"));
    assertEquals(
        "nothing allows it; no back end is switched on for a, so nothing keeps it", open.why());
  }

  /** Whoever comes from another address is outside to a firewall, so nothing is proved. */
  @Test
  void shouldSayNothingOfWhoeverComesFromAnotherAddress() {
    FlowFinding finding =
        judged(flow(Protocol.TCP, 81, Meant.DENIED), Met.SILENT, true, Optional.of("192.168.1.7"));

    assertEquals(Verdict.UNKNOWN, finding.verdict());
    assertTrue(finding.why().startsWith("a goes there as 192.168.1.7 and not as 10.0.0.1"));
  }

  @Test
  void shouldTellWhyANodeTriedNothing() {
    tried.put("a", List.of(flow(Protocol.TCP, 80, Meant.ALLOWED)));
    results.put("a", new FlowProbe.Result.NotTried("asleep"));

    assertEquals(
        new FlowFinding(
            flow(Protocol.TCP, 80, Meant.ALLOWED), Verdict.UNKNOWN, "not tried", "asleep"),
        new FlowJudge(NETWORK, new Tried(NETWORK, new TreeMap<>(tried), results))
            .findings()
            .getFirst());
  }
}
