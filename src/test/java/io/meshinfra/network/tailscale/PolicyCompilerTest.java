package io.meshinfra.network.tailscale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the file; that it allows what is meant is {@link PolicyProofTest}. */
class PolicyCompilerTest {
  private static final String NODES =
      """
      version: 1
      mesh: {network: 100.64.0.0/10, listen: [51820]}
      back_ends: [tailscale]
      nodes:
        hub: {internal_ip: 100.64.0.1, roles: [hub]}
        a: {internal_ip: 100.64.0.2, roles: [work]}
        b: {internal_ip: 100.64.0.3, roles: [work], back_ends: []}
        phone: {internal_ip: 100.64.0.9, managed: false}
      access_policy:
      """;

  private static String compiled(String... rules) {
    StringBuilder yaml = new StringBuilder(NODES);
    for (String rule : rules) {
      yaml.append("  - {").append(rule).append("}\n");
    }
    return Planned.of(yaml.toString(), grant -> !grant.name().equals("mesh-transport")).compiled();
  }

  private static JsonNode json(String text) {
    return HuJson.read(text).value().orElseThrow();
  }

  /** The grant under a comment. */
  private static String grant(String text, String comment) {
    int at = text.indexOf("// " + comment + "\n");
    assertTrue(at > 0, text);
    return text.substring(at, text.indexOf("    }", at)).replaceAll("\\s+", " ");
  }

  @Test
  void shouldBeTheSameForTheSame() {
    String rule = "name: web, from: role:work, to: hub, ports: [443, 22]";

    assertEquals(compiled(rule), compiled(rule));
    assertEquals(compiled(rule), compiled("name: web, from: role:work, to: hub, ports: [22, 443]"));
  }

  @Test
  void shouldNameNodesByTheirTagAndOthersByTheirAddress() {
    String text = compiled("name: web, from: [a, phone], to: hub, ports: 443");

    assertEquals(
        "// web { \"src\": [\"tag:node-a\", \"phone\"], \"dst\": [\"tag:node-hub\"], \"ip\":"
            + " [\"tcp:443\"] ",
        grant(text, "web"));
    assertEquals("100.64.0.9", json(text).at("/hosts/phone").asText());
    assertFalse(json(text).path("tagOwners").has("tag:node-phone"));
  }

  @Test
  void shouldLeaveOutWhoIsInNoTailnet() {
    String text = compiled("name: web, from: role:work, to: hub, ports: 443");

    assertFalse(text.contains("node-b"), text);
    assertTrue(grant(text, "web").contains("[\"tag:node-a\"]"), text);
  }

  @Test
  void shouldHaveNoGrantOfARuleBetweenOthers() {
    assertFalse(compiled("name: aside, from: b, to: b, ports: 443").contains("aside"));
  }

  @Test
  void shouldPutRulesBetweenTheSameTogether() {
    String text =
        compiled(
            "name: one, from: a, to: hub, ports: [80-90]",
            "name: two, from: a, to: hub, ports: [85-100, 443], protocol: any",
            "name: three, from: role:work, to: hub, ports: 91");

    assertTrue(
        grant(text, "one, two, three")
            .contains("[\"tcp:80-100\", \"tcp:443\", \"udp:85-100\", \"udp:443\"]"),
        text);
  }

  @Test
  void shouldSayAllPortsOfBothProtocolsAndNothingElse() {
    assertTrue(
        grant(compiled("name: all, from: a, to: phone, ports: \"*\""), "all")
            .contains("\"ip\": [\"tcp:*\", \"udp:*\"]"));
  }

  @Test
  void shouldTakeEverybodyForEveryDeviceAndNeverForEveryDestination() {
    String text = compiled("name: open, from: \"*\", to: \"*\", ports: 7");

    assertEquals(
        "// open { \"src\": [\"*\"], \"dst\": [\"tag:node-a\", \"tag:node-hub\", \"phone\"], \"ip\":"
            + " [\"tcp:7\"] ",
        grant(text, "open"));
  }

  /** Without a section of its own Tailscale's default would hold, which is another. */
  @ParameterizedTest
  @ValueSource(
      strings = {"grants", "ssh", "tests", "hosts", "tagOwners", "autoApprovers", "sshTests"})
  void shouldHaveEverySectionAlsoAnEmptyOne(String section) {
    assertTrue(json(compiled("name: aside, from: b, to: b, ports: 1")).has(section));
  }

  @Test
  void shouldTryEachPairAtTheEdgesOfWhatIsOpen() {
    JsonNode tests = json(compiled("name: web, from: a, to: hub, ports: 8000-8100")).path("tests");

    JsonNode fromA =
        tests
            .valueStream()
            .filter(test -> test.path("src").asText().equals("tag:node-a"))
            .filter(test -> test.path("proto").asText().equals("tcp"))
            .findFirst()
            .orElseThrow();
    List<String> accept = fromA.path("accept").valueStream().map(JsonNode::asText).toList();
    List<String> deny = fromA.path("deny").valueStream().map(JsonNode::asText).toList();
    assertEquals(List.of("tag:node-hub:8000", "tag:node-hub:8100"), accept);
    assertTrue(
        deny.containsAll(
            List.of("tag:node-hub:7999", "tag:node-hub:8101", "tag:node-hub:22", "phone:8000")),
        deny::toString);
  }

  @Test
  void shouldTryTwoOfManyThatAreAlike() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      many.append("  n%d: {internal_ip: 100.65.0.%d, roles: [many]}%n".formatted(i, i + 1));
    }
    Planned planned =
        Planned.of(
            NODES.replace("access_policy:", many + "access_policy:")
                + "  - {name: web, from: role:many, to: hub, ports: 443}\n");

    String text = planned.compiled();

    assertTrue(
        text.contains("// 5 of 103 devices"),
        text.lines().filter(l -> l.contains(" of ")).toList().toString());
    assertEquals(List.of(), planned.differences(text));
  }
}
