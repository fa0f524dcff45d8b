package io.meshinfra.cli.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.CommandRun;
import io.meshinfra.cli.text.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetCommandsTest {
  private static final Path CASE = Path.of("src/test/resources/network/nftables/in");
  private static final String INTENT = "infra/policy/intent/network.yaml";

  @TempDir Path scratch;
  private Path repository;

  @BeforeEach
  void copyAFleet() throws IOException {
    repository = copy("here");
  }

  private Path copy(String name) throws IOException {
    Path target = scratch.resolve(name);
    try (Stream<Path> files = Files.walk(CASE)) {
      for (Path file : files.toList()) {
        Path to = target.resolve(CASE.relativize(file).toString());
        Files.createDirectories(Files.isDirectory(file) ? to : to.getParent());
        if (Files.isRegularFile(file)) {
          Files.copy(file, to);
        }
      }
    }
    Files.createDirectory(target.resolve(".git"));
    return target;
  }

  private static void edit(Path repository, String before, String after) throws IOException {
    Path intent = repository.resolve(INTENT);
    String text = Files.readString(intent);
    assertTrue(text.contains(before), text);
    Files.writeString(intent, text.replace(before, after));
  }

  private CommandRun run(String... arguments) {
    return CommandRun.here().run(arguments);
  }

  private String manifests() {
    return repository.resolve("desired-state").toString();
  }

  @Test
  void shouldShowWhoReachesWhom() {
    CommandRun run = run("net", "matrix", "-f", manifests());

    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().startsWith("TO       FROM"), run.out());
    assertTrue(
        run.out().contains("   tcp 22, 443, 2222 (1/minute), 8000-8200; udp 53, 51820\n"),
        run.out());
    assertTrue(run.out().contains("two_ways_into_always_on    holds"), run.out());
    assertTrue(
        run.out().endsWith("4 nodes, 5 rules; everything else is denied; firewalls on 3 nodes\n"),
        run.out());
  }

  @Test
  void shouldPrintHowSshFindsTheNodes() {
    CommandRun nodes = run("net", "ssh-config", "-f", manifests());
    CommandRun person = run("net", "ssh-config", "--person", "-f", manifests());
    CommandRun keys = run("net", "ssh-config", "--known-hosts", "-f", manifests());

    assertEquals(0, nodes.code(), nodes.err());
    assertTrue(
        nodes.out().contains("\n  UserKnownHostsFile /etc/ssh/ssh_known_hosts\n"), nodes.out());
    assertTrue(person.out().contains("Include mesh_config"), person.out());
    assertTrue(
        person.out().contains("\n  UserKnownHostsFile ~/.ssh/mesh_known_hosts\n"), person.out());
    assertTrue(keys.out().contains("\nlaptop.hq,laptop,10.0.0.2"), keys.out());
  }

  @Test
  void shouldTellTheSameToPrograms() throws IOException {
    CommandRun run = run("net", "matrix", "-f", manifests(), "-o", "json");

    JsonNode tree = Tree.mapper().readTree(run.out());
    assertEquals("hub", tree.at("/matrix/0/to").asText());
    assertEquals("outside", tree.at("/matrix/0/from/0").asText());
    assertEquals(2222, tree.at("/matrix/0/tcp/0/first").asInt());
    assertEquals("1/minute", tree.at("/matrix/0/tcp/0/limit").asText());
    assertEquals("holds", tree.at("/invariants/0/status").asText());
  }

  @Test
  void shouldTellWhichRuleAllowsAFlowAndOnWhichLine() {
    CommandRun run = run("net", "explain", "laptop", "hub:443", "-f", manifests());

    assertEquals(0, run.code(), run.err());
    assertTrue(
        run.out().startsWith("laptop -> hub:443/tcp: allowed\n  rule workstation_to_server,"),
        run.out());
    assertTrue(
        run.out()
            .contains(
                ": ip saddr { 10.0.0.2-10.0.0.3 } tcp dport { 22, 443, 8000-8200 } counter accept"
                    + " comment \"workstation_to_server\""),
        run.out());
  }

  @Test
  void shouldTellThatNothingAllowsAFlow() {
    CommandRun run = run("net", "explain", "outside", "wsl:22", "-f", manifests());

    assertEquals(1, run.code());
    assertEquals("outside -> wsl:22/tcp: denied: nothing allows it\n", run.out());
  }

  @Test
  void shouldTellALimitAndProgramsToo() throws IOException {
    CommandRun run = run("net", "explain", "outside", "hub:2222", "-f", manifests(), "-o", "json");

    JsonNode tree = Tree.mapper().readTree(run.out());
    assertTrue(tree.at("/allowed").asBoolean());
    assertEquals("1/minute", tree.at("/limit").asText());
    assertEquals("emergency_ssh", tree.at("/rules/0/name").asText());
    assertEquals(1, tree.at("/compiled").size(), run.out());
  }

  @Test
  void shouldHelpWithNamesAndFlowsThatAreWrong() {
    assertEquals(
        "mesh: the network intent has no node \"labtop\"; did you mean \"laptop\"?\n",
        run("net", "explain", "labtop", "hub:22", "-f", manifests()).err());
    assertEquals(
        "mesh: write the flow like hub:443 or hub:51820/udp\n",
        run("net", "explain", "laptop", "hub:70000", "-f", manifests()).err());
    assertEquals(2, run("net", "explain", "laptop", "hub", "-f", manifests()).code());
  }

  @Test
  void shouldShowWhatAChangeOpensAndCloses() throws IOException {
    Path other = copy("there");
    edit(repository, "ports: [22, 443,", "ports: [22, 9443,");

    CommandRun run =
        run(
            "net",
            "matrix",
            "-f",
            manifests(),
            "--against",
            other.resolve("desired-state").toString());

    assertEquals(1, run.code(), run.err());
    assertEquals(
        """
        TO    FROM          OPENED     CLOSED
        hub   laptop, wsl   tcp 9443   tcp 443
        """,
        run.out());
    assertEquals(0, run("net", "matrix", "-f", manifests(), "--against", manifests()).code());
  }

  @Test
  void shouldShowWhatNoMatrixShows() throws IOException {
    Path other = copy("there");
    edit(repository, "  - default_deny_inbound\n", "");
    edit(repository, "back_ends: [nftables]", "back_ends: []");
    String[] against = {
      "net",
      "matrix",
      "-f",
      manifests(),
      "--against",
      other.resolve("desired-state").toString(),
      "-o",
      "json"
    };

    CommandRun table = run(Arrays.copyOf(against, 6));
    JsonNode tree = Tree.mapper().readTree(run(against).out());

    assertEquals(1, table.code(), table.err());
    assertEquals(
        """
        nftables is not compiled for hub, laptop, wsl any more; what is there stays as it is
        default_deny_inbound is no longer asked for
        """,
        table.out());
    assertEquals(0, tree.at("/changed").size());
    assertEquals("default_deny_inbound is no longer asked for", tree.at("/notes/1").asText());
  }

  @Test
  void shouldTellMistakesWithTheirPlace() throws IOException {
    edit(repository, "role:server", "role:servers");

    CommandRun run = run("net", "matrix", "-f", manifests());
    CommandRun validate = run("validate", manifests());

    assertEquals(2, run.code());
    assertTrue(
        run.err()
            .contains("network.yaml:14:63: there is no role servers; did you mean \"server\"?"),
        run.err());
    assertEquals(2, validate.code());
    assertTrue(validate.out().contains("there is no role servers"), validate.out());
  }

  @Test
  void shouldWarnOfWhatIsHardlyMeant() throws IOException {
    edit(
        repository,
        "security_invariants:",
        "  - {name: again, from: laptop, to: hub, ports: 22}\nsecurity_invariants:");

    CommandRun run = run("validate", manifests());

    assertEquals(0, run.code(), run.out());
    assertTrue(
        run.err().contains("warning: ") && run.err().contains("the rule again changes nothing"),
        run.err());
  }

  @Test
  void shouldSayWhereAnIntentWouldBe() throws IOException {
    Files.delete(repository.resolve(INTENT));

    assertTrue(
        run("net", "matrix", "-f", manifests())
            .err()
            .startsWith("mesh: there is no network intent; it would be " + INTENT),
        "where it would be");
  }
}
