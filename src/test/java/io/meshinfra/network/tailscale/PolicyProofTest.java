package io.meshinfra.network.tailscale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proof agrees with the compiler, and with nothing else. */
class PolicyProofTest {
  /** No rule of it is covered by another, so that each word of its grants matters. */
  private static final String EACH_WORD_MATTERS =
      """
      version: 1
      mesh: {network: 100.64.0.0/24, listen: [51820]}
      back_ends: [tailscale]
      tailscale: {ssh_users: [ops]}
      nodes:
        hub: {internal_ip: 100.64.0.1, roles: [hub], exit_node: true}
        a: {internal_ip: 100.64.0.2, roles: [work], internet_by: hub}
        b: {internal_ip: 100.64.0.3, roles: [work], routes: [192.168.3.0/24]}
        c: {internal_ip: 100.64.0.9, roles: [other], managed: false}
      access_policy:
        - {name: web, from: role:work, to: hub, ports: [22, 443, 8000-8100]}
        - {name: emergency, from: "*", to: hub, ports: 2222, rate_limit: 1/minute}
        - {name: names, from: c, to: hub, ports: 53, protocol: any}
        - {name: games, from: [a, c], to: b, ports: 3074, protocol: udp, rate_limit: 9/second}
      """;

  private static final NodeName HUB = new NodeName("hub");

  private static Planned planned() {
    return Planned.of(EACH_WORD_MATTERS, grant -> !grant.name().equals("hub-way-in"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void shouldAgreeOnWhateverIntentThereIs(long seed) {
    Planned planned = Planned.random(seed, 9, 15);

    assertEquals(List.of(), planned.differences(planned.compiled()), planned.compiled());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldSeeTheFileOfAnotherIntent(long seed) {
    String other = Planned.random(seed + 100, 9, 15).compiled();

    assertFalse(Planned.random(seed, 9, 15).differences(other).isEmpty());
  }

  /** Every word of every grant, approver and SSH rule changed, every test turned, one at a time. */
  @TestFactory
  List<DynamicTest> shouldFindEveryMutation() {
    Planned planned = planned();
    String text = planned.compiled();
    assertEquals(List.of(), planned.differences(text));
    List<String> mutants = mutants(text);
    assertTrue(mutants.size() > 40, () -> "only " + mutants.size());
    List<DynamicTest> tests = new ArrayList<>();
    for (String mutant : mutants) {
      tests.add(
          DynamicTest.dynamicTest(
              told(text, mutant),
              () -> assertFalse(planned.differences(mutant).isEmpty(), mutant)));
    }
    return tests;
  }

  private static List<String> mutants(String text) {
    List<String> mutants = new ArrayList<>();
    List<String> lines = text.lines().toList();
    boolean asserted = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      asserted |= line.contains("\"tests\"");
      if (line.strip().startsWith("//")) {
        continue;
      }
      if (asserted) {
        mutants.addAll(changed(lines, i, "\"accept\"(?=: \\[\")", word -> "\"deny\""));
        mutants.addAll(changed(lines, i, "\"deny\"(?=: \\[\")", word -> "\"accept\""));
      } else {
        mutants.addAll(changed(lines, i, "\"tcp:", word -> "\"udp:"));
        mutants.addAll(changed(lines, i, "\"udp:", word -> "\"tcp:"));
        mutants.addAll(changed(lines, i, "(?<=[:-])[0-9]+(?=\")", PolicyProofTest::next));
        mutants.addAll(changed(lines, i, "tag:node-hub", word -> "tag:node-a"));
        mutants.addAll(changed(lines, i, "tag:node-[ab](?=\")", word -> "tag:node-hub"));
        mutants.addAll(changed(lines, i, "\"c\"", word -> "\"hub\""));
        mutants.addAll(changed(lines, i, "\"\\*\"", word -> "\"tag:node-b\""));
        mutants.addAll(changed(lines, i, "autogroup:[a-z]+", word -> "autogroup:owner"));
        mutants.addAll(changed(lines, i, "\"ops\"", word -> "\"root\""));
        mutants.addAll(changed(lines, i, "192\\.168\\.3", word -> "192.168.4"));
      }
    }
    return mutants;
  }

  private static List<String> changed(
      List<String> lines, int at, String what, UnaryOperator<String> into) {
    List<String> mutants = new ArrayList<>();
    String line = lines.get(at);
    Matcher found = Pattern.compile(what).matcher(line);
    while (found.find()) {
      List<String> changed = new ArrayList<>(lines);
      changed.set(
          at,
          line.substring(0, found.start())
              + into.apply(found.group())
              + line.substring(found.end()));
      mutants.add(String.join("\n", changed) + "\n");
    }
    return mutants;
  }

  private static String next(String number) {
    return String.valueOf(Integer.parseInt(number) + 1);
  }

  private static String told(String text, String mutant) {
    List<String> before = text.lines().toList();
    List<String> after = mutant.lines().toList();
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).equals(after.get(i))) {
        return (i + 1) + ": " + after.get(i).strip();
      }
    }
    return "the same";
  }

  /** What Tailscale knows and the compiler would not write may mean anything. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"grants\": [                     | \"groups\": {}, \"grants\": [",
        "\"grants\": [                     | \"acls\": [], \"grants\": [",
        "\"grants\": [                     | \"nodeAttrs\": [], \"grants\": [",
        "\"grants\": [                     | \"grants\": [], \"grants\": [",
        "\"src\": [\"*\"]                  | \"src\": [\"autogroup:member\"]",
        "\"src\": [\"*\"]                  | \"src\": [\"*\"], \"srcPosture\": []",
        "\"src\": [\"*\"]                  | \"src\": \"*\"",
        "\"dst\": [\"tag:node-hub\"]       | \"dst\": [\"*\"]",
        "\"dst\": [\"tag:node-hub\"]       | \"dst\": [\"100.64.0.1\"]",
        "\"ip\": [\"tcp:2222\"]            | \"ip\": [\"2222\"]",
        "\"ip\": [\"tcp:2222\"]            | \"ip\": [\"*\"]",
        "\"ip\": [\"tcp:2222\"]            | \"ip\": [\"tcp:2222-1\"]",
        "\"ip\": [\"tcp:2222\"]            | \"ip\": [\"tcp:0\"]",
        "\"ip\": [\"tcp:2222\"]            | \"ip\": [\"tcp:99999\"]",
        "\"ip\": [\"tcp:2222\"]            | \"ip\": [\"tcp:2222\"], \"app\": {}",
        "\"action\": \"accept\"            | \"action\": \"check\"",
        "\"100.64.0.9\"                    | \"100.64.0.999\"",
        "\"100.64.0.9\"                    | \"fd7a:115c:a1e0::1\"",
        "\"proto\": \"tcp\"                | \"proto\": \"icmp\"",
        "\"hosts\": {                      | \"hosts\": [], \"x\": {",
      })
  void shouldRefuseWhatItDoesNotKnow(String before, String after) {
    Planned planned = planned();
    String text = planned.compiled();
    String changed =
        text.replaceFirst(Pattern.quote(before.strip()), Matcher.quoteReplacement(after));
    assertFalse(changed.equals(text), () -> before + " is not in\n" + text);

    List<String> differences = planned.differences(changed);

    assertEquals(1, differences.size(), differences::toString);
    assertTrue(
        differences.getFirst().startsWith("the policy file cannot be checked: "),
        differences::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{} {}",
        "// nothing",
        "{\"grants\": [}",
        "\u0000",
        "{'a': 1}"
      })
  void shouldRefuseRubbish(String text) {
    List<String> differences = planned().differences(text);

    assertTrue(
        differences.getFirst().startsWith("the policy file cannot be checked: "),
        differences::toString);
  }

  /** Without a section of grants Tailscale lets everybody reach everything. */
  @Test
  void shouldKnowThatAnEmptyFileIsOpen() {
    List<String> differences = planned().differences("{\"tagOwners\": {}}");

    assertTrue(
        differences.contains("outside may reach udp 51820 of a, but the file lets in *"),
        differences::toString);
  }

  @Test
  void shouldNotMindCommentsAndCommasAtTheEnd() {
    Planned planned = planned();
    String text = planned.compiled();

    String loose = text.replace("]\n    }", "],\n /* as people do */ }").replaceAll("// .*", "");

    assertEquals(List.of(), planned.differences(loose), loose);
  }

  @Test
  void shouldTellTheGrantThatDecides() {
    Planned planned = planned();

    List<PolicyProof.Line> lines =
        new PolicyProof(planned.intent(), planned.tailnet(), planned.matrix())
            .deciding(planned.compiled(), new Peer.Node(new NodeName("a")), HUB, Protocol.TCP, 443);

    assertEquals(
        "[Line[number=2, text=tag:node-a, tag:node-b -> tag:node-hub: tcp 22, tcp 443, tcp"
            + " 8000-8100]]",
        lines.toString());
  }
}
