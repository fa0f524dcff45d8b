package io.meshinfra.reconcile.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Fleet;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.Intents;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.NetworkPlanner;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.flow.Flow;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import io.meshinfra.support.LabEngine;
import io.meshinfra.support.MemoryTree;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowWatchTest {
  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
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
                        a: {internal_ip: 10.0.0.1, roles: [hub]}
                        b: {internal_ip: 10.0.0.2}
                      """),
                  "intent",
                  Intents.NO_FLEET))
          .network();
  private static final Fleet FLEET =
      LabEngine.fleet(
          MemoryTree.of(
              "fleet.yaml",
              """
              apiVersion: mesh-infra/v1
              kind: Node
              metadata: {name: a}
              spec: {access: [{local: true}]}
              ---
              apiVersion: mesh-infra/v1
              kind: Node
              metadata: {name: stranger}
              spec: {access: [{local: true}]}
              """));

  private final List<String> told = new ArrayList<>();
  private final Set<NodeName> there = new HashSet<>(Set.of(A, new NodeName("stranger")));
  private final List<List<NodeName>> asked = new ArrayList<>();
  private Verdict verdict = Verdict.LEAKS;
  private Optional<PlannedNetwork> network = Optional.of(NETWORK);
  private boolean inCharge = true;
  private final FlowWatch watch =
      new FlowWatch(
          new FlowWatch.Surroundings(
              () -> Optional.of(FLEET), fleet -> network, there::contains, () -> inCharge),
          (planned, fleet, sources, executor) -> {
            asked.add(sources);
            return report(verdict);
          },
          (type, node, words) -> told.add(type + " " + node + ": " + words),
          Clock.fixed(NOW, ZoneOffset.UTC));

  @AfterEach
  void end() {
    watch.close();
  }

  private static FlowReport report(Verdict verdict) {
    Flow flow =
        new Flow(
            A, B, NETWORK.intent().nodes().get(B).address(), Protocol.TCP, 81, Flow.Meant.DENIED);
    return new FlowReport(
        List.of(new FlowFinding(flow, verdict, "connected", "nothing allows it")),
        new TreeMap<>(),
        new TreeMap<>(),
        0,
        0);
  }

  private void tests(Verdict... verdicts) {
    for (Verdict one : verdicts) {
      verdict = one;
      watch.test();
    }
  }

  @Test
  void shouldTellWhatTwoTestsHaveSeenOnceAndThatItIsOver() {
    tests(Verdict.LEAKS);
    assertEquals(List.of(), told, "a node may have been busy");
    assertEquals(0, watch.told(B).size());
    tests(Verdict.LEAKS, Verdict.LEAKS, Verdict.UNKNOWN);
    assertEquals(Set.of("a -> b:81/tcp"), watch.told(B).keySet());
    assertEquals(NOW, watch.told(B).get("a -> b:81/tcp").since());
    tests(Verdict.HELD, Verdict.HELD);

    assertEquals(
        List.of(
            "flow-leaks b: a -> b:81/tcp: connected; nothing allows it",
            "flow-as-meant b: a -> b:81/tcp is as the intent has it again"),
        told);
    assertEquals(0, watch.told(B).size());
  }

  @Test
  void shouldSayNothingOfWhatWasOnceAndWentAway() {
    tests(Verdict.FAILS, Verdict.WORKS, Verdict.FAILS, Verdict.WORKS);

    assertEquals(List.of(), told);
  }

  @Test
  void shouldHaveThoseTryThatAreThereAndInTheIntent() {
    watch.test();
    there.remove(A);
    watch.test();

    assertEquals(List.of(List.of(A), List.of()), asked);
    assertTrue(watch.last().isPresent());
  }

  @Test
  void shouldTestNothingWithoutAnIntentNorWhenAnotherHubIsInCharge() {
    inCharge = false;
    watch.test();
    inCharge = true;
    network = Optional.empty();
    watch.test();

    assertEquals(List.of(), asked);
    assertEquals(Optional.empty(), watch.last());
  }
}
