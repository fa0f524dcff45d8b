package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.CommandRun;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node with a public address, tried with real packets by another node and by the hub. */
@Timeout(400)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutsideIT {
  private static final int LAB_ID = 73;
  private static final Duration LONGEST = Duration.ofSeconds(120);

  private static NetworkLab network;
  private static HubDoor door;

  @TempDir static Path folder;

  @BeforeAll
  static void up() {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    network =
        new NetworkLab(
            LAB_ID,
            folder,
            Map.of("MESH_NETWORK_TEST_INTERVAL", "10s", "MESH_PATHS_INTERVAL", "10s"));
    String revision = network.publish(Map.of());
    door = network.start();
    door.awaitSynced(revision, "a", "b");
  }

  @AfterAll
  static void down() {
    if (network != null) {
      network.close();
    }
  }

  private static List<String> flows() {
    return door.get("/nodes/a/drift")
        .path("resources")
        .valueStream()
        .map(item -> item.path("resource").asText())
        .filter(resource -> resource.startsWith("flow:"))
        .toList();
  }

  private static String leak(String by, int port) {
    return "flow:outside (%s) -> a:%d/tcp at %s".formatted(by, port, network.publicAddress());
  }

  private static String at(int port) {
    return "nft insert rule inet mesh_infra input ip daddr %s tcp dport %d accept"
        .formatted(network.publicAddress(), port);
  }

  @Test
  @Order(1)
  void shouldHoldWhatIsDeniedAndTellHowNodesSeeEachOther() {
    await()
        .atMost(LONGEST)
        .untilAsserted(() -> {
          JsonNode test = door.get("/network/flows");
          assertTrue(test.at("/counts/held").asInt() > 20, test::toString);
          assertEquals(0, test.at("/counts/leaks").asInt(), test::toString);
          assertTrue(test.path("tookMs").asLong() > 0, test::toString);
        });
    System.out.println(door.get("/network/flows").toPrettyString());
    await()
        .atMost(LONGEST)
        .untilAsserted(() -> {
          JsonNode status = door.get("/network/status");
          JsonNode pair = status.at("/nodes/1/pairs/0");
          assertEquals("a", pair.path("to").asText(), status::toString);
          assertTrue(pair.path("latencyMs").asDouble() > 0, status::toString);
        });
    CommandRun run =
        CommandRun.here()
            .run(
                "net",
                "status",
                "--links",
                "--hub",
                "http://127.0.0.1:" + door.port(),
                "--token-file",
                folder.resolve("token").toString());
    assertEquals(0, run.code(), run.err());
    System.out.println(run.out());
  }

  @Test
  @Order(2)
  void shouldTellAPortThatWasOpenedByHandOnThePublicAddress() throws Exception {
    network.lab.sh("a", at(80));
    Instant start = Instant.now();

    await()
        .atMost(LONGEST)
        .untilAsserted(
            () -> assertEquals(List.of(leak("b", 80), leak("this machine", 80)), flows()));

    System.out.printf("told after %d ms%n", Duration.between(start, Instant.now()).toMillis());
    JsonNode node = door.get("/nodes/a");
    assertEquals("Synced", node.path("sync").asText(), node::toString);
    assertEquals("Degraded", node.path("health").asText(), node::toString);
    assertTrue(node.path("reason").asText().contains("leaks"), node::toString);
    assertEquals("Healthy", door.get("/nodes/b").path("health").asText());
    assertEquals(2, door.told("flow-leaks", "a:80/tcp at " + network.publicAddress()));

    CommandRun run = mesh("test", "--only", "outside");
    assertEquals(1, run.code(), run.err());
    assertTrue(run.out().contains("outside (b)"), run.out());
    assertTrue(run.out().contains("outside (this machine)"), run.out());
    CommandRun all = mesh("test", "--only", "outside", "--all");
    System.out.println(run.out() + all.out());
  }

  private static CommandRun mesh(String... command) throws Exception {
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve(".git"));
    Files.createDirectories(tree.resolve("desired-state"));
    Files.writeString(tree.resolve("desired-state/nodes.yaml"), network.nodes());
    Files.createDirectories(tree.resolve("infra/policy/intent"));
    Files.writeString(tree.resolve(NetworkLab.INTENT), network.intent());
    List<String> words = new java.util.ArrayList<>(List.of(command));
    words.addAll(
        List.of(
            "-f",
            tree.resolve("desired-state").toString(),
            "--identity",
            network.lab.key().toString()));
    return CommandRun.here().run(words.toArray(String[]::new));
  }

  @Test
  @Order(3)
  void shouldTellThatItIsShutAgain() {
    network.lab.sh("a", "systemctl restart nftables");

    await().atMost(LONGEST).untilAsserted(() -> assertEquals(List.of(), flows()));
    assertEquals(2, door.told("flow-as-meant", "a:80/tcp at " + network.publicAddress()));
    assertEquals("Healthy", door.get("/nodes/a").path("health").asText());
  }

  /** What is in the way is not the node's firewall: nothing at all is known then. */
  @Test
  @Order(4)
  void shouldNotBelieveSilenceOfAnAddressThatDoesNotAnswerAtAll() throws Exception {
    network.lab.sh(
        "b",
        "nft 'add table inet between; add chain inet between out { type filter hook output priority 0; };"
            + " add rule inet between out ip daddr %s drop'".formatted(network.publicAddress()));

    CommandRun run = mesh("test", "b", "--only", "outside", "-o", "json");

    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("so what is between them may be what keeps it"), run.out());
    assertTrue(run.out().contains("\"held\" : 0"), run.out());
    network.lab.sh("b", "nft delete table inet between");
  }
}
