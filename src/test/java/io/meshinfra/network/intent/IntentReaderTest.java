package io.meshinfra.network.intent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Finding;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.Intents;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the cases in files cannot say: what comes of it, and sizes. */
class IntentReaderTest {
  private static List<Finding> mistakes(String yaml) {
    return assertInstanceOf(
            Reading.Faulty.class, IntentReader.read("network.yaml", Content.of(yaml)))
        .findings();
  }

  private static String rules(int count, String rule) {
    return "access_policy:\n"
        + IntStream.range(0, count).mapToObj(rule::formatted).collect(Collectors.joining());
  }

  @Test
  void shouldReadAllParts() {
    Intent intent =
        Intents.sound(
            """
            version: 1
            metadata: {description: x, last_updated: 2025-09-05}
            domain: hq
            back_ends: [nftables]
            nodes:
              hub: {internal_ip: 10.0.0.1/24, roles: [hub], always_on: true, exit_node: true}
              top: {internal_ip: 10.0.0.2/24, fqdn: laptop.hq, roaming: true, back_ends: []}
              box: {internal_ip: 10.0.0.3/24, routes: [192.168.1.0/24], managed: false}
            groups: {admin: [top]}
            access_policy:
              - {name: a, from: admin, to: "*", ports: "*"}
              - {name: b, from: [hub, role:hub], to: box, ports: [80, 20-30], rate_limit: 5/hour}
            """);

    MeshNode hub = intent.nodes().get(new NodeName("hub"));
    MeshNode top = intent.nodes().get(new NodeName("top"));
    assertEquals("hub.hq", hub.fqdn());
    assertEquals("laptop.hq", top.fqdn());
    assertTrue(hub.isHub() && hub.alwaysOn() && hub.exitNode());
    assertEquals(MeshNode.Presence.ROAMS, top.presence());
    assertEquals(Set.of(BackEnd.NFTABLES), hub.backEnds());
    assertEquals(Set.of(), top.backEnds());
    assertEquals(Set.of(), intent.nodes().get(new NodeName("box")).backEnds(), "not managed");
    assertEquals("10.0.0.0/24", intent.mesh().network().toString());
    assertEquals(Set.of(new NodeName("top")), intent.members(new Selector.Admin()));
    assertEquals(EnumSet.allOf(Protocol.class), intent.rules().get(0).protocols());
    assertEquals(Set.of(Protocol.TCP), intent.rules().get(1).protocols());
    assertEquals("20-30, 80", intent.rules().get(1).ports().toString());
    assertEquals(Optional.of(new Rate(5, Rate.Unit.HOUR)), intent.rules().get(1).rate());
    assertEquals(12, intent.rules().get(1).at().line());
  }

  @Test
  void shouldTakeTheHubForTheAdminWhereNobodyElseIsNamed() {
    Intent intent = Intents.sound(Intents.nodes(4));

    assertEquals(Set.of(new NodeName("n0")), intent.members(new Selector.Admin()));
  }

  @Test
  void shouldBoundNodesAndRules() {
    assertEquals(
        List.of("access_policy: at most 10000, not 10001"),
        mistakes(Intents.nodes(3) + rules(10_001, "  - {name: r%d, from: n1, to: n2, ports: 1}%n"))
            .stream()
            .map(Finding::message)
            .toList());
    assertTrue(
        mistakes(Intents.nodes(5_001)).stream()
            .anyMatch(finding -> finding.message().equals("nodes: at most 5000, not 5001")));
  }

  @Test
  void shouldTellAllOfTenThousandMistakesAndWhatWasMeantByTheFirst() {
    List<Finding> mistakes =
        mistakes(Intents.nodes(3) + rules(10_000, "  - {name: r%d, from: n7, to: n2, ports: 1}%n"));

    assertEquals(10_000, mistakes.size());
    assertEquals("there is no node n7; did you mean \"n0\"?", mistakes.getFirst().message());
    assertEquals("there is no node n7", mistakes.getLast().message());
  }

  @Test
  void shouldRefuseWhatIsNoTextAndWhatIsTooLarge() {
    assertEquals("this is a binary file, not YAML", mistakes("version: 1\0").getFirst().message());
    assertTrue(
        mistakes("#".repeat(5_000_000)).getFirst().message().startsWith("the file has 5000000"));
  }
}
