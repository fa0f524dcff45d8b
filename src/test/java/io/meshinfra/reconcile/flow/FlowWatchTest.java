package io.meshinfra.reconcile.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Fleet;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.Intents;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.NetworkPlanner;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.flow.Flow;
import io.meshinfra.network.flow.Vantage;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import io.meshinfra.support.LabEngine;
import io.meshinfra.support.MemoryTree;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  private static final Flow FLOW =
      new Flow(
          new Vantage.Mesh(A),
          B,
          NETWORK.intent().nodes().get(B).address(),
          Protocol.TCP,
          81,
          Flow.Meant.DENIED);
  private static final Fleet FLEET = fleet();

  private static Fleet fleet() {
    return LabEngine.fleet(
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
  }

  private final List<String> told = new ArrayList<>();
  private final Set<NodeName> there = new HashSet<>(Set.of(A, new NodeName("stranger")));
  private final List<List<NodeName>> asked = new ArrayList<>();
  private Verdict verdict = Verdict.LEAKS;
  private Optional<PlannedNetwork> network = Optional.of(NETWORK);
  private boolean inCharge = true;
  private Fleet inForce = FLEET;
  private Set<Flow> wanted = Set.of(FLOW);
  private final FlowWatch watch =
      new FlowWatch(
          new FlowWatch.Surroundings(
              () -> Optional.of(inForce), fleet -> network, there::contains, () -> inCharge),
          new FlowWatch.Tester() {
            @Override
            public FlowReport test(
                PlannedNetwork planned, Fleet fleet, FlowTrials.Wish wish, Executor executor) {
              asked.add(List.copyOf(wish.sources()));
              return report(verdict);
            }

            @Override
            public Set<Flow> wanted(PlannedNetwork planned, Fleet fleet) {
              return wanted;
            }
          },
          (type, node, words) -> told.add(type + " " + node + ": " + words),
          Clock.fixed(NOW, ZoneOffset.UTC));

  @AfterEach
  void end() {
    watch.close();
  }

  private static FlowReport report(Verdict verdict) {
    return new FlowReport(
        List.of(new FlowFinding(FLOW, verdict, "connected", "nothing allows it")),
        new TreeMap<>(),
        new TreeMap<>(),
        0,
        0,
        List.of());
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

  @Test
  void shouldDropWhatNobodyTriesAnyMoreAndTellThatOnce() {
    tests(Verdict.LEAKS, Verdict.LEAKS);
    told.clear();
    wanted = Set.of();
    watch.follow();
    assertEquals(1, watch.told(B).size(), "the same fleet is in force");

    inForce = fleet();
    watch.follow();
    watch.follow();

    assertEquals(
        List.of(
            "flow-dropped b: a -> b:81/tcp, which was told as leaks, is not tried any more:"
                + " the intent or a manifest changed"),
        told);
    assertEquals(0, watch.told(B).size());
    assertEquals(Optional.empty(), watch.leakReason(B));
  }

  @Test
  void shouldDropAllWithoutAnIntentAndKeepWhatIsTriedStill() {
    tests(Verdict.LEAKS, Verdict.LEAKS);
    inForce = fleet();
    watch.follow();
    assertEquals(Optional.of("a -> b:81/tcp leaks (connected)"), watch.leakReason(B));

    network = Optional.empty();
    inForce = fleet();
    tests(Verdict.LEAKS, Verdict.LEAKS);

    assertEquals(2, told.size(), told::toString);
    assertEquals(List.of(), watch.leaks(B));
  }

  @Test
  void shouldHaveAllOfALargeFleetTryInTurn() {
    StringBuilder intent = new StringBuilder("version: 1\nmesh: {network: 10.0.0.0/24}\nnodes:\n");
    MemoryTree nodes = new MemoryTree();
    for (int i = 1; i <= 100; i++) {
      String name = "n%03d".formatted(i);
      intent.append(
          "  %s: {internal_ip: 10.0.0.%d%s}\n".formatted(name, i, i == 1 ? ", roles: [hub]" : ""));
      nodes.with(
          name + ".yaml",
          "apiVersion: mesh-infra/v1\nkind: Node\nmetadata: {name: %s}\nspec: {access: [{local: true}]}\n"
              .formatted(name));
      there.add(new NodeName(name));
    }
    network =
        Optional.of(
            assertInstanceOf(
                    NetworkPlan.Planned.class,
                    NetworkPlanner.plan(
                        MemoryTree.of("intent/network.yaml", intent.toString()),
                        "intent",
                        Intents.NO_FLEET))
                .network());
    inForce = LabEngine.fleet(nodes);

    watch.test();
    watch.test();

    assertEquals(FlowWatch.MOST_SOURCES, asked.getFirst().size());
    assertEquals(
        100, Stream.concat(asked.get(0).stream(), asked.get(1).stream()).distinct().count());
  }

  @ParameterizedTest
  @CsvSource({"1h, 3600", "30m, 1800", "90s, 90", "1s, 10", "off, 0", " OFF , 0", "0, 0", "0s, 0"})
  void shouldReadItsRhythm(String setting, long seconds) {
    assertEquals(
        seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)),
        TestRhythm.parse(setting, new Random(1)).interval());
  }

  @Test
  void shouldRefuseARhythmThatIsNone() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> TestRhythm.parse("hourly", new Random(1)));

    assertEquals(
        "mesh.network.test.interval is a length of time like 30m, or off, not \"hourly\"",
        refused.getMessage());
  }

  @Test
  void shouldNotKeepStepWithOtherHubs() {
    TestRhythm rhythm = TestRhythm.parse("1h", new Random(7));
    Duration every = Duration.ofHours(1);

    assertTrue(rhythm.first(every).compareTo(Duration.ofMinutes(7)) < 0);
    assertNotEquals(rhythm.next(every), rhythm.next(every));
  }
}
