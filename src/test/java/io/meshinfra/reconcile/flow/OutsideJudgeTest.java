package io.meshinfra.reconcile.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Fleet;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.flow.Flow;
import io.meshinfra.network.flow.Flow.Meant;
import io.meshinfra.network.flow.OutsideAddresses;
import io.meshinfra.network.flow.Vantage;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.probe.flow.FlowProbe;
import io.meshinfra.probe.flow.FlowProbe.Answer;
import io.meshinfra.probe.flow.FlowProbe.Way;
import io.meshinfra.probe.flow.Met;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.LabEngine;
import io.meshinfra.support.MemoryTree;
import io.meshinfra.transport.PathTrial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of an address that is not of the mesh, and what is not. */
class OutsideJudgeTest {
  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final String PUBLIC = "203.0.113.7";
  private static final String LAN = "192.168.1.30";
  private static final String NODES =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: a}
      spec: {access: [{wireguard: 10.0.0.1}, {ssh: {host: 192.168.1.20, name: lan}}], hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"], user: ops}
      ---
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: b}
      spec:
        access:
          - wireguard: 10.0.0.2
          - ssh: {host: 192.168.1.30, name: lan}
          - ssh: {host: 203.0.113.7, port: 2222, name: emergency}
        hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"]
        user: ops
      """;
  private static final MemoryTree TREE =
      MemoryTree.of(
              "infra/policy/intent/network.yaml",
              """
              version: 1
              mesh: {network: 10.0.0.0/24}
              back_ends: [nftables]
              nodes:
                hub: {internal_ip: 10.0.0.9, roles: [hub], managed: false}
                a: {internal_ip: 10.0.0.1}
                b: {internal_ip: 10.0.0.2}
              access_policy:
                - {name: web, from: a, to: b, ports: 80}
                - {name: site, from: "*", to: b, ports: 443}
              """)
          .with("desired-state/nodes.yaml", NODES);
  private static final PlannedNetwork NETWORK =
      assertInstanceOf(
              NetworkPlan.Planned.class,
              new RevisionReader(ResourceTypes.installed(), "desired-state", "infra/policy")
                  .network(TREE))
          .network();

  private Optional<Boolean> has = Optional.of(true);
  private boolean control;
  private String source = "198.51.100.2";

  private FlowFinding judged(
      Vantage from, String address, Protocol protocol, int port, Meant meant, Met met) {
    Flow flow = new Flow(from, B, Ipv4.parse(address), protocol, port, meant);
    List<Flow> flows = new ArrayList<>(List.of(flow));
    List<Answer> answers = new ArrayList<>(List.of(new Answer(met, "said")));
    if (control) {
      flows.add(new Flow(from, B, Ipv4.parse(address), Protocol.TCP, 443, Meant.ALLOWED));
      answers.add(new Answer(Met.OPEN, ""));
    }
    Map<String, FlowProbe.Result> results = new HashMap<>();
    Map<String, Way> ways =
        source.isEmpty() ? Map.of() : Map.of(address, new Way(false, Optional.of(source)));
    results.put(from.who(), new FlowProbe.Result.Tried("bash", answers, ways));
    has.ifPresent(own ->
        results.put(
            "b",
            new FlowProbe.Result.Tried(
                "bash", List.of(), Map.of(address, new Way(own, Optional.empty())))));
    Tried tried =
        new Tried(NETWORK, new TreeMap<>(Map.of(from.who(), flows, "b", List.of())), results);
    return new FlowJudge(NETWORK, tried)
        .findings().stream().filter(one -> one.flow().equals(flow)).findFirst().orElseThrow();
  }

  private FlowFinding judged(int port, Meant meant, Met met) {
    return judged(new Vantage.Outside(A), PUBLIC, Protocol.TCP, port, meant, met);
  }

  @ParameterizedTest
  @CsvSource({
    // meant, met, whether b has the address (no word: empty), another port answers, verdict
    "DENIED,  OPEN,     true,  false, LEAKS",
    "DENIED,  OPEN,     false, false, LEAKS",
    "DENIED,  OPEN,     ,      false, LEAKS",
    "DENIED,  CLOSED,   true,  false, LEAKS",
    "DENIED,  CLOSED,   false, true,  UNKNOWN",
    "DENIED,  CLOSED,   ,      true,  UNKNOWN",
    "DENIED,  SILENT,   true,  true,  HELD",
    "DENIED,  SILENT,   true,  false, UNKNOWN",
    "DENIED,  REJECTED, true,  true,  HELD",
    "DENIED,  NO_ROUTE, true,  false, UNKNOWN",
    "DENIED,  UNTRIED,  true,  true,  UNKNOWN",
    "ALLOWED, OPEN,     true,  false, WORKS",
    "ALLOWED, CLOSED,   ,      false, WORKS",
    "ALLOWED, SILENT,   true,  true,  UNKNOWN",
    "LIMITED, SILENT,   true,  true,  UNKNOWN"
  })
  void shouldJudge(Meant meant, Met met, Boolean own, boolean answers, Verdict verdict) {
    has = Optional.ofNullable(own);
    control = answers;

    FlowFinding finding = judged(22, meant, met);

    assertEquals(verdict, finding.verdict(), finding.toString());
    boolean asItShallBe = verdict == Verdict.WORKS || verdict == Verdict.HELD;
    assertEquals(asItShallBe, finding.why().isEmpty(), "whatever is not fine has a reason");
  }

  @Test
  void shouldSayThatARouterMayBeWhatAnswers() {
    has = Optional.of(false);

    assertTrue(
        judged(22, Meant.DENIED, Met.OPEN)
            .why()
            .endsWith(
                "b does not have 203.0.113.7 itself: what is before it lets that through, or answers"));
  }

  /** A router may answer its own network on the public address, and nobody else. */
  @Test
  void shouldNotBelieveWhoSharesThePrivateNetwork() {
    source = "192.168.1.20";

    FlowFinding finding = judged(443, Meant.DENIED, Met.OPEN);

    assertEquals(Verdict.UNKNOWN, finding.verdict());
    assertEquals(
        "a shares a private network with b, so their router may have turned the packets back",
        finding.why());
  }

  @Test
  void shouldJudgeThePrivateAddressItselfFromThere() {
    source = "192.168.1.20";

    assertEquals(
        Verdict.LEAKS,
        judged(new Vantage.Outside(A), LAN, Protocol.TCP, 22, Meant.DENIED, Met.CLOSED).verdict());
  }

  /** By the mesh address it is a node that the matrix may know otherwise. */
  @Test
  void shouldNotTakeAMeshAddressForOutside() {
    source = "10.0.0.1";
    control = true;

    assertEquals(Verdict.UNKNOWN, judged(80, Meant.DENIED, Met.OPEN).verdict(), "a may");
    assertEquals(Verdict.LEAKS, judged(81, Meant.DENIED, Met.OPEN).verdict(), "nor may a");
    FlowFinding silent = judged(81, Meant.DENIED, Met.SILENT);
    assertEquals(Verdict.UNKNOWN, silent.verdict());
    assertTrue(silent.why().contains("the address of a in the mesh"), silent.why());
  }

  @Test
  void shouldTellThisMachineApartFromTheHubsNode() {
    source = "10.0.0.9";
    assertEquals(
        Verdict.UNKNOWN,
        judged(new Vantage.Here(), PUBLIC, Protocol.TCP, 2222, Meant.DENIED, Met.OPEN).verdict(),
        "the hub may knock there");
    source = "198.51.100.9";
    assertEquals(
        Verdict.LEAKS,
        judged(new Vantage.Here(), PUBLIC, Protocol.UDP, 53, Meant.DENIED, Met.CLOSED).verdict());
  }

  @ParameterizedTest
  @CsvSource({"''", "999.1.1.1"})
  void shouldNotGuessWhereATryCameFrom(String address) {
    source = address;
    control = true;

    assertEquals(Verdict.UNKNOWN, judged(22, Meant.DENIED, Met.SILENT).verdict());
  }

  private static List<Flow> sure(Set<String> leads, Flow... flows) {
    Fleet fleet = LabEngine.fleet(MemoryTree.of("nodes.yaml", NODES));
    PathTrial paths =
        new PathTrial() {
          @Override
          public Result attempt(Target target, AccessPath path) {
            return leads.contains(path.host())
                ? new Result.Led(Duration.ofMillis(1))
                : new Result.Shut(new NoWayIn.ClosedPath(NoWayIn.Obstacle.NO_ANSWER, "no"));
          }

          @Override
          public Optional<AccessPath> inUse(NodeName node) {
            return Optional.empty();
          }
        };
    return new Sureness(
            paths, fleet, OutsideAddresses.of(NETWORK.intent(), NETWORK.fleet().nodes()))
        .sure(List.of(flows));
  }

  /** The same private address is somebody else's at the next place. */
  @Test
  void shouldTryPrivateAddressesOnlyWhereTheyAreSurelyThatNode() {
    Flow near =
        new Flow(new Vantage.Outside(A), B, Ipv4.parse(LAN), Protocol.TCP, 22, Meant.DENIED);
    Flow here = new Flow(new Vantage.Here(), B, Ipv4.parse(LAN), Protocol.TCP, 22, Meant.DENIED);
    Flow far = new Flow(new Vantage.Here(), B, Ipv4.parse(PUBLIC), Protocol.TCP, 22, Meant.DENIED);

    assertEquals(List.of(near, here, far), sure(Set.of("192.168.1.20", LAN), near, here, far));
    assertEquals(List.of(here, far), sure(Set.of(LAN), near, here, far));
    assertEquals(List.of(far), sure(Set.of("192.168.1.20"), near, here, far));
  }
}
