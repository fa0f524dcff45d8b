package io.meshinfra.network.firewall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.Firewalls;
import io.meshinfra.network.Intents;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Grants;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.MatrixMaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Each proof agrees with its compiler, and with nothing else. */
class FirewallProofTest {
  private static final NodeName HUB = new NodeName("hub");

  /** No rule of it is covered by another, so that each line of a ruleset matters. */
  private static final String EACH_LINE_MATTERS =
      """
      version: 1
      mesh: {network: 10.0.0.0/24, interfaces: [wg0, tailscale0], listen: [51820]}
      nodes:
        hub: {internal_ip: 10.0.0.1, roles: [hub]}
        a: {internal_ip: 10.0.0.2, roles: [work]}
        b: {internal_ip: 10.0.0.3, roles: [work]}
        c: {internal_ip: 10.0.0.9, roles: [other]}
      access_policy:
        - {name: web, from: role:work, to: hub, ports: [22, 443, 8000-8100]}
        - {name: open, from: "*", to: hub, ports: 2222}
        - {name: names, from: c, to: hub, ports: 53, protocol: any}
        - {name: games, from: [a, c], to: hub, ports: 3074, protocol: udp}
      """;

  private static Matrix matrix(Intent intent, List<Grant> grants) {
    return assertInstanceOf(
            MatrixMaker.Made.Done.class,
            new MatrixMaker(MatrixMaker.MOST_WORK).make(intent.nodes().keySet(), grants))
        .matrix();
  }

  private static SortedMap<String, String> files(
      Firewall firewall, Intent intent, List<Grant> grants, NodeName node) {
    Compiled compiled = firewall.compile(intent, grants, node);
    return assertInstanceOf(Compiled.Files.class, compiled, compiled.toString()).files();
  }

  /** One of them cannot say limits; which is told, and not what is meant here. */
  private static Intent random(BackEnd backEnd, long seed) {
    String yaml = Intents.random(seed, 9, 15);
    return Intents.sound(
        backEnd == BackEnd.FIREWALLD ? yaml.replaceAll(", rate_limit: [^}]*", "") : yaml);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"NFTABLES", "FIREWALLD", "UFW"})
  void shouldAgreeOnWhateverIntentThereIs(BackEnd backEnd) {
    Firewall firewall = Firewalls.of(backEnd);
    for (long seed = 1; seed <= 20; seed++) {
      Intent intent = random(backEnd, seed);
      List<Grant> grants = Grants.of(intent, new TreeMap<>());
      Matrix matrix = matrix(intent, grants);

      for (NodeName node : intent.nodes().keySet()) {
        SortedMap<String, String> files = files(firewall, intent, grants, node);
        assertEquals(
            List.of(),
            new FirewallProof(firewall, intent).differences(files, matrix.rows().get(node)),
            files.toString());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"NFTABLES", "FIREWALLD", "UFW"})
  void shouldSeeTheRulesetOfAnotherIntent(BackEnd backEnd) {
    Firewall firewall = Firewalls.of(backEnd);
    NodeName node = new NodeName("n1");
    for (long seed = 1; seed <= 6; seed++) {
      Intent intent = random(backEnd, seed);
      Intent other = random(backEnd, seed + 100);
      List<Grant> grants = Grants.of(intent, new TreeMap<>());
      SortedMap<String, String> files =
          files(firewall, other, Grants.of(other, new TreeMap<>()), node);

      assertFalse(
          new FirewallProof(firewall, intent)
              .differences(files, matrix(intent, grants).rows().get(node))
              .isEmpty());
    }
  }

  /** Every line left out, every verdict turned, every number moved, one at a time. */
  @TestFactory
  List<DynamicTest> shouldFindEveryMutation() {
    Intent intent = Intents.sound(EACH_LINE_MATTERS);
    List<Grant> grants =
        Grants.of(intent, new TreeMap<>()).stream()
            .filter(grant -> !grant.name().equals("hub-way-in"))
            .toList();
    List<DynamicTest> tests = new ArrayList<>();
    for (BackEnd backEnd : List.of(BackEnd.FIREWALLD, BackEnd.UFW)) {
      Firewall firewall = Firewalls.of(backEnd);
      FirewallProof proof = new FirewallProof(firewall, intent);
      var meant = matrix(intent, grants).rows().get(HUB);
      SortedMap<String, String> files = files(firewall, intent, grants, HUB);
      assertEquals(List.of(), proof.differences(files, meant), files.toString());
      files.forEach((path, text) ->
          mutants(text)
              .forEach((told, mutant) ->
                  tests.add(
                      DynamicTest.dynamicTest(
                          path + " " + told,
                          () -> {
                            SortedMap<String, String> mutated = new TreeMap<>(files);
                            mutated.put(path, mutant);
                            assertFalse(proof.differences(mutated, meant).isEmpty(), mutant);
                          }))));
    }
    return tests;
  }

  /**
   * But for comments, for what goes out or through, and for the target of the policy of the mesh,
   * behind which the other policy says the same.
   */
  private static Map<String, String> mutants(String text) {
    List<String> lines = text.lines().toList();
    Map<String, String> mutants = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.matches("(#|<!--|<\\?xml|<policy priority=\"-32000\").*|.*before-(output|forward).*")
          || line.equals(":ufw-not-local - [0:0]")) {
        continue;
      }
      add(lines, i, Pattern.compile("^.*$"), word -> "", mutants);
      add(lines, i, Pattern.compile("\\b(accept|ACCEPT|RETURN)\\b"), word -> turned(word), mutants);
      add(lines, i, Pattern.compile("\\b(drop|DROP)\\b"), word -> turned(word), mutants);
      add(lines, i, Pattern.compile("\\btcp\\b"), word -> "udp", mutants);
      add(
          lines,
          i,
          Pattern.compile("(?<=dport |port=\")[0-9]+"),
          number -> String.valueOf(Integer.parseInt(number) + 1),
          mutants);
      add(
          lines,
          i,
          Pattern.compile("10\\.0\\.0\\.[0-9]+/[0-9]+"),
          word -> "10.0.0.128/25",
          mutants);
      add(lines, i, Pattern.compile("\\bwg0\\b"), word -> "eth0", mutants);
    }
    return mutants;
  }

  private static String turned(String verdict) {
    return switch (verdict) {
      case "accept" -> "drop";
      case "drop" -> "accept";
      case "DROP" -> "ACCEPT";
      default -> "DROP";
    };
  }

  private static void add(
      List<String> lines,
      int at,
      Pattern what,
      UnaryOperator<String> into,
      Map<String, String> mutants) {
    Matcher found = what.matcher(lines.get(at));
    while (found.find()) {
      String line =
          lines.get(at).substring(0, found.start())
              + into.apply(found.group())
              + lines.get(at).substring(found.end());
      List<String> changed = new ArrayList<>(lines);
      changed.set(at, line);
      mutants.put("line %d: %s".formatted(at + 1, line.strip()), String.join("\n", changed) + "\n");
    }
  }
}
