package io.meshinfra.network.wireguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Member;
import io.meshinfra.desired.Presence;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.network.Intents;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.WireguardKey;
import io.meshinfra.network.matrix.Grants;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proof agrees with the compiler, and with nothing else. */
class WgProofTest {
  private static final SortedMap<NodeName, Member> FLEET =
      new TreeMap<>(
          java.util.Map.of(
              new NodeName("web"), member("web", AccessPath.ssh("lan", "192.0.2.7", 22))));

  private static Member member(String name, AccessPath... access) {
    return new Member(
        new NodeName(name),
        new TreeMap<>(),
        Presence.ON_DEMAND,
        new Target(new NodeName(name), List.of(access), List.of(), "u", Target.Become.NONE));
  }

  /** Tunnels of every sort: called and calling, passed on, and into a network behind a node. */
  private static final String EVERY_SORT =
      """
      version: 1
      mesh: {network: 10.0.0.0/24}
      nodes:
        hub: {internal_ip: 10.0.0.1, roles: [hub], wireguard: {public_key: "%s", endpoint: 203.0.113.1}}
        web: {internal_ip: 10.0.0.2, routes: [192.168.7.0/24], wireguard: {public_key: "%s", endpoint: "w.example.org:99"}}
        laptop: {internal_ip: 10.0.0.4, roaming: true, wireguard: {public_key: "%s"}}
        wsl: {internal_ip: 10.0.0.5, wireguard: {public_key: "%s"}}
      access_policy:
        - {name: all, from: [hub, web, laptop, wsl], to: "*", ports: 80}
      """
          .formatted(key(1), key(2), key(3), key(4));

  /** Two that go to the internet by a third, which routes into a network too. */
  private static final String WAYS_OUT =
      """
      version: 1
      mesh: {network: 10.0.0.0/24}
      back_ends: [wireguard]
      nodes:
        hub: {internal_ip: 10.0.0.1, roles: [hub], wireguard: {public_key: "%s", endpoint: 203.0.113.1}}
        out: {internal_ip: 10.0.0.2, exit_node: true, routes: [192.168.7.0/24], wireguard: {public_key: "%s", endpoint: "203.0.113.2:99"}}
        laptop: {internal_ip: 10.0.0.4, roaming: true, internet_by: out, wireguard: {public_key: "%s"}}
        wsl: {internal_ip: 10.0.0.5, internet_by: out, wireguard: {public_key: "%s"}}
      access_policy:
        - {name: all, from: [hub, out, laptop, wsl], to: "*", ports: 80}
      """
          .formatted(key(1), key(2), key(3), key(4));

  private static String key(int seed) {
    byte[] bytes = new byte[32];
    new Random(seed).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** What there is to prove of an intent, all of whose nodes have keys. */
  private record Case(Intent intent, SortedMap<NodeName, WgNode> nodes) {
    static Case of(String yaml) {
      Intent intent = Intents.sound(yaml);
      SortedMap<NodeName, WgNode> nodes = new TreeMap<>();
      for (MeshNode node : intent.nodes().values()) {
        WireguardKey key = node.wireguard().publicKey().orElseThrow();
        List<AccessPath> access =
            FLEET.containsKey(node.name()) ? FLEET.get(node.name()).target().access() : List.of();
        nodes.put(node.name(), WgNode.of(node, key, access));
      }
      return new Case(intent, nodes);
    }

    SortedMap<NodeName, String> texts() {
      Links links = new Links(nodes, intent.mesh().topology());
      List<Finding> findings = new ArrayList<>();
      Exits exits =
          new ExitChoice(intent, links, findings, findings)
              .of(List.copyOf(intent.nodes().values()));
      assertEquals(List.of(), findings);
      WgCompiler compiler = new WgCompiler(links, exits, intent.mesh().network());
      SortedMap<NodeName, String> texts = new TreeMap<>();
      nodes.forEach((name, node) -> texts.put(name, compiler.compile(node)));
      return texts;
    }

    List<WgProof.Difference> differences(SortedMap<NodeName, String> texts) {
      SortedMap<NodeName, MeshNode> meant = new TreeMap<>(intent.nodes());
      return new WgProof(meant, intent.mesh().network(), FLEET)
          .differences(texts, new Needs(Grants.of(intent, new TreeMap<>()), meant.keySet()).of());
    }

    List<WgProof.Difference> differences(NodeName node, String text) {
      SortedMap<NodeName, String> texts = texts();
      texts.put(node, text);
      return differences(texts);
    }
  }

  /** Nodes with endpoints and without, as it happens; the hub always has one. */
  private static String random(long seed, int nodes) {
    Random random = new Random(seed);
    StringBuilder yaml =
        new StringBuilder(
            "version: 1\nmesh: {network: 10.0.0.0/16, topology: %s}\nnodes:\n"
                .formatted(random.nextBoolean() ? "full-mesh" : "hub-and-spoke"));
    for (int i = 0; i < nodes; i++) {
      boolean reached = i == 0 || random.nextInt(3) == 0;
      yaml.append(
          "  n%d: {internal_ip: 10.0.%d.%d, %s, roaming: %s%s, wireguard: {public_key: \"%s\"%s}}%n"
              .formatted(
                  i,
                  random.nextInt(3),
                  i + 1,
                  i == 0 || random.nextInt(6) == 0 ? "roles: [hub]" : "roles: [work]",
                  random.nextBoolean(),
                  random.nextInt(4) == 0 ? ", routes: [192.168.%d.0/24]".formatted(i) : "",
                  key(i),
                  reached ? ", endpoint: 203.0.113." + i : ""));
    }
    return yaml
        + "access_policy:\n  - {name: all, from: [n0, \"role:work\"], to: \"*\", ports: 1}\n";
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void shouldAgreeWhateverNodesThereAre(long seed) {
    Case random = Case.of(random(seed, 14));

    assertEquals(List.of(), random.differences(random.texts()));
  }

  /** Every line left out, every word moved, one at a time, on every node. */
  @TestFactory
  Stream<DynamicTest> shouldFindEveryMutation() {
    return mutations(Case.of(EVERY_SORT));
  }

  @TestFactory
  Stream<DynamicTest> shouldFindEveryMutationOfWaysOut() {
    return mutations(Case.of(WAYS_OUT));
  }

  private static Stream<DynamicTest> mutations(Case every) {
    SortedMap<NodeName, String> texts = every.texts();
    assertEquals(List.of(), every.differences(texts));
    return texts.entrySet().stream()
        .flatMap(file ->
            mutants(file.getValue()).stream()
                .map(mutant ->
                    DynamicTest.dynamicTest(
                        file.getKey() + ": " + told(file.getValue(), mutant),
                        () ->
                            assertFalse(
                                every.differences(file.getKey(), mutant).isEmpty(), mutant))));
  }

  private static List<String> mutants(String text) {
    List<String> lines = text.lines().toList();
    List<String> mutants = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      if (!line.startsWith("Endpoint") || isNeeded(lines, i)) {
        mutants.add(with(lines, i, ""));
      }
      mutants.addAll(changed(lines, i, "(?<==|, )\\b[0-9.]+(?=/)", ignored -> "10.0.0.77"));
      mutants.addAll(changed(lines, i, "(?<= )10\\.0\\.0\\.[45](?=[ ,])", ignored -> "10.0.0.1"));
      mutants.addAll(changed(lines, i, "\\b51(49|5[0-5])\\b", number -> number + "0"));
      mutants.addAll(changed(lines, i, "ip -4|ip -6|\\bnot |\\|\\| |unreachable", ignored -> ""));
      mutants.addAll(changed(lines, i, "(?<=\")%i(?=\")", ignored -> "eth0"));
      mutants.addAll(changed(lines, i, "/24", ignored -> "/23"));
      mutants.addAll(changed(lines, i, "/32", ignored -> "/0"));
      mutants.addAll(changed(lines, i, "(?<=Port = |:)[0-9]+", number -> number + "1"));
      mutants.addAll(changed(lines, i, "(?<=PublicKey = ).", c -> c.equals("B") ? "C" : "B"));
      mutants.addAll(changed(lines, i, "(?<=Endpoint = ).", c -> c.equals("9") ? "8" : "9"));
    }
    return mutants;
  }

  /** Where both ends know each other, one endpoint more or less cuts nothing. */
  private static boolean isNeeded(List<String> lines, int at) {
    return at + 1 < lines.size() && lines.get(at + 1).startsWith("Persistent");
  }

  private static List<String> changed(
      List<String> lines, int at, String what, UnaryOperator<String> into) {
    List<String> mutants = new ArrayList<>();
    Matcher found = Pattern.compile(what).matcher(lines.get(at));
    while (found.find()) {
      String line = lines.get(at);
      mutants.add(
          with(
              lines,
              at,
              line.substring(0, found.start())
                  + into.apply(found.group())
                  + line.substring(found.end())));
    }
    return mutants;
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
        return "line %d: %s -> %s".formatted(i + 1, before.get(i), after.get(i));
      }
    }
    throw new IllegalStateException("nothing was changed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PostUp = reboot",
        "PrivateKey = AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=",
        "DNS = 203.0.113.1",
        "PreUp = true",
        "Table = auto",
        "MTU = 9000",
        "PostUp = ip -4 route replace 10.0.0.0/24 dev %i metric 5151; reboot",
        "PostUp = ip -4 route replace $(reboot) dev %i metric 5151"
      })
  void shouldRefuseWhatWeNeverWrite(String line) {
    Case every = Case.of(EVERY_SORT);
    NodeName hub = new NodeName("hub");
    String text = every.texts().get(hub);
    String more = text.replaceFirst("\n\n", "\n" + Matcher.quoteReplacement(line) + "\n\n");

    List<WgProof.Difference> differences = every.differences(hub, more);

    assertEquals(1, differences.size(), differences.toString());
    assertTrue(
        differences.getFirst().what().startsWith("the file cannot be checked: line "),
        differences.toString());
  }

  @Test
  void shouldFindAnAddressThatTwoPeersTake() {
    Case every = Case.of(EVERY_SORT);
    NodeName hub = new NodeName("hub");
    String text = every.texts().get(hub).replace("10.0.0.4/32", "10.0.0.4/31");

    assertEquals(
        "AllowedIPs 10.0.0.4/31 of line 17 and 10.0.0.5/32 of line 28 overlap",
        every.differences(hub, text).getFirst().what());
  }

  /** As many as are meant, everybody to everybody by one rule. */
  @ParameterizedTest
  @ValueSource(strings = {"full-mesh 250", "hub-and-spoke 500"})
  @Timeout(60)
  void shouldProveALargeMeshInTime(String topology) {
    String[] words = topology.split(" ");
    StringBuilder yaml =
        new StringBuilder(
            "version: 1\nmesh: {network: 10.0.0.0/16, topology: %s}\nnodes:\n".formatted(words[0]));
    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
      yaml.append(
          "  n%d: {internal_ip: 10.0.%d.%d, roles: [%s], wireguard: {public_key: \"%s\"%s}}%n"
              .formatted(
                  i,
                  i / 200,
                  i % 200 + 1,
                  i == 0 ? "hub" : "work",
                  key(i),
                  i % 2 == 0 ? ", endpoint: n%d.example.org".formatted(i) : ""));
    }
    Case large =
        Case.of(yaml + "access_policy:\n  - {name: all, from: role:work, to: \"*\", ports: 1}\n");

    assertEquals(List.of(), large.differences(large.texts()));
  }

  @Test
  void shouldFindALoop() {
    Case every = Case.of(EVERY_SORT);
    SortedMap<NodeName, String> texts = every.texts();
    texts.replaceAll((name, text) ->
        name.value().equals("hub")
            ? text.replace("10.0.0.4/32", "10.0.0.44/32")
                .replace("10.0.0.2/32", "10.0.0.2/32, 10.0.0.4/32")
            : text);

    assertTrue(
        every.differences(texts).toString().contains("wsl shall reach laptop (rule all), but"),
        every.differences(texts).toString());
  }
}
