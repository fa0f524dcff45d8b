package io.meshinfra.network.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.Intents;
import io.meshinfra.network.firewall.FirewallProof;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Grants;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.MatrixMaker;
import io.meshinfra.network.matrix.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proof agrees with the compiler, and with nothing else. */
class NftProofTest {
  /** No rule of it is covered by another, so that each line of its ruleset matters. */
  private static final String EACH_LINE_MATTERS =
      """
      version: 1
      mesh: {network: 10.0.0.0/24, interfaces: [wg0], listen: [51820]}
      nodes:
        hub: {internal_ip: 10.0.0.1, roles: [hub]}
        a: {internal_ip: 10.0.0.2, roles: [work]}
        b: {internal_ip: 10.0.0.3, roles: [work]}
        c: {internal_ip: 10.0.0.9, roles: [other]}
      access_policy:
        - {name: web, from: role:work, to: hub, ports: [22, 443, 8000-8100]}
        - {name: emergency, from: "*", to: hub, ports: 2222, rate_limit: 1/minute}
        - {name: names, from: c, to: hub, ports: 53, protocol: any}
        - {name: games, from: [a, c], to: hub, ports: 3074, protocol: udp, rate_limit: 9/second}
        - {name: all, from: c, to: hub, ports: "*", protocol: tcp, rate_limit: 2/hour}
      """;

  private static Matrix matrix(Intent intent, List<Grant> grants) {
    return assertInstanceOf(
            MatrixMaker.Made.Done.class,
            new MatrixMaker(MatrixMaker.MOST_WORK).make(intent.nodes().keySet(), grants))
        .matrix();
  }

  private static List<String> differences(Intent intent, String text, Row meant) {
    return new FirewallProof(new NftFirewall(), intent)
        .differences(new TreeMap<>(Map.of(NftFirewall.PATH, text)), meant);
  }

  /** Every line left out, every verdict turned, every number moved, one at a time. */
  @TestFactory
  List<DynamicTest> shouldFindEveryMutation() {
    Intent intent = Intents.sound(EACH_LINE_MATTERS);
    List<Grant> grants =
        Grants.of(intent, new TreeMap<>()).stream()
            .filter(grant -> !grant.name().equals("hub-way-in"))
            .toList();
    NodeName hub = new NodeName("hub");
    String text = new NftCompiler(intent, grants).compile(hub);
    Matrix matrix = matrix(intent, grants);
    assertEquals(List.of(), differences(intent, text, matrix.rows().get(hub)));
    List<DynamicTest> tests = new ArrayList<>();
    for (String mutant : mutants(text)) {
      tests.add(
          DynamicTest.dynamicTest(
              told(text, mutant),
              () ->
                  assertFalse(
                      differences(intent, mutant, matrix.rows().get(hub)).isEmpty(), mutant)));
    }
    return tests;
  }

  private static List<String> mutants(String text) {
    List<String> lines = text.lines().toList();
    List<String> mutants = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      mutants.add(with(lines, i, ""));
      mutants.addAll(changed(lines, i, "\\baccept\\b", word -> "drop"));
      mutants.addAll(changed(lines, i, "\\bdrop\\b", word -> "accept"));
      mutants.addAll(changed(lines, i, "\\btcp\\b", word -> "udp"));
      mutants.addAll(changed(lines, i, "(?<=dport \\{ )[0-9]+", NftProofTest::next));
      mutants.addAll(
          changed(lines, i, "(?<=saddr \\{ )10\\.0\\.0\\.[0-9]+", NftProofTest::nextAddress));
      mutants.addAll(changed(lines, i, "(?<=limit rate )[0-9]+", NftProofTest::next));
      mutants.addAll(changed(lines, i, "!= ", word -> ""));
      mutants.addAll(changed(lines, i, "\"wg0\"", word -> "\"eth0\""));
      mutants.addAll(changed(lines, i, "ct state new update.*(?=counter)", word -> ""));
    }
    return mutants;
  }

  private static List<String> changed(
      List<String> lines, int at, String what, UnaryOperator<String> into) {
    List<String> mutants = new ArrayList<>();
    Matcher found = Pattern.compile(what).matcher(lines.get(at));
    while (found.find()) {
      mutants.add(
          with(
              lines,
              at,
              lines.get(at).substring(0, found.start())
                  + into.apply(found.group())
                  + lines.get(at).substring(found.end())));
    }
    return mutants;
  }

  private static String next(String number) {
    return String.valueOf(Integer.parseInt(number) + 1);
  }

  private static String nextAddress(String address) {
    int dot = address.lastIndexOf('.') + 1;
    return address.substring(0, dot) + (Integer.parseInt(address.substring(dot)) + 100);
  }

  private static String with(List<String> lines, int at, String line) {
    List<String> changed = new ArrayList<>(lines);
    changed.set(at, line);
    return String.join("\n", changed) + "\n";
  }

  private static String told(String text, String mutant) {
    List<String> before = text.lines().toList();
    List<String> after = mutant.lines().toList();
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).equals(after.get(i))) {
        return "line " + (i + 1) + ": " + after.get(i).strip();
      }
    }
    throw new IllegalStateException("nothing was changed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp dport 22 jump elsewhere",
        "tcp dport 22 accept; accept",
        "ip daddr 10.0.0.1 accept",
        "ip saddr @allowed accept",
        "tcp dport { 1-65536 } accept",
        "tcp dport { 22 - } accept",
        "ip saddr { 10.0.0.1-10.0.0.3, 10.0.0.2 } accept",
        "include \"/etc/passwd\"",
        "tcp dport 22 log prefix \"$(x)\" accept",
        "meta l4proto sctp accept",
        "tcp dport 22 update @limit_9 { ip saddr limit rate 1/minute burst 1 packets } accept",
        "tcp dport 22 update @limit_1 { ip6 saddr limit rate 1/minute burst 1 packets } accept",
        "tcp dport 22 update @limit_1 { ip saddr limit rate 1/minute burst 5 packets } accept",
        "counter"
      })
  void shouldRefuseWhatWeNeverWrite(String rule) {
    Intent intent = Intents.sound(EACH_LINE_MATTERS);
    List<Grant> grants = Grants.of(intent, new TreeMap<>());
    NodeName hub = new NodeName("hub");
    String text = new NftCompiler(intent, grants).compile(hub);
    String more =
        text.replaceFirst(
            "(?m)^(\t\tct state invalid)", "\t\t" + Matcher.quoteReplacement(rule) + "\n$1");

    List<String> differences = differences(intent, more, matrix(intent, grants).rows().get(hub));

    assertEquals(1, differences.size(), differences.toString());
    assertEquals("the ruleset cannot be checked", differences.getFirst().split(":")[0]);
  }

  @Test
  void shouldRefuseWhatIsBehindTheTable() {
    Intent intent = Intents.sound(EACH_LINE_MATTERS);
    List<Grant> grants = Grants.of(intent, new TreeMap<>());
    NodeName hub = new NodeName("hub");
    String text = new NftCompiler(intent, grants).compile(hub) + "flush ruleset\n";

    assertEquals(
        List.of("the ruleset cannot be checked: line 47: expected nothing more, found flush"),
        differences(intent, text, matrix(intent, grants).rows().get(hub)).stream()
            .map(line -> line.replaceFirst("line [0-9]+", "line 47"))
            .toList());
  }
}
