package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import java.io.IOException;
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

/**
 * A hub in a process of its own and a node with three ways in: its address on a second interface,
 * as a mesh has one, the local network, and the emergency port. Each is cut, one after the other.
 */
@Timeout(400)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealityIT {
  private static final int LAB_ID = 67;
  private static final String MESH = "10.200.67.1";
  private static final Duration LONGEST = Duration.ofSeconds(90);

  private static Lab lab;
  private static HubProcess hub;
  private static HubDoor door;

  @TempDir static Path folder;

  @BeforeAll
  static void up() throws Exception {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    lab = Lab.up(LAB_ID, "a:apt");
    lab.sh(
        "a",
        "ip link add mesh9 type veth peer name mesh9p && ip addr add %s/32 dev mesh9"
                .formatted(MESH)
            + " && ip link set mesh9p up && ip link set mesh9 up");
    here("ip", "route", "replace", MESH + "/32", "via", lab.address("a"));
    FleetRepository repository = new FleetRepository(folder);
    String revision = publish(repository);
    hub =
        new HubProcess(
            folder,
            Map.of(
                "MESH_SOURCE_REMOTE", repository.bare().toString(),
                "MESH_SOURCE_INTERVAL", "1s",
                "MESH_SSH_IDENTITIES", lab.key().toString(),
                "MESH_SSH_CONNECT_TIMEOUT", "2s",
                "MESH_LOOP_RETRY_FIRST", "1s",
                "MESH_PATHS_INTERVAL", "10s",
                "MESH_PATHS_FAILURES", "2"));
    hub.start();
    door = hub.door();
    door.awaitSynced(revision, "a");
  }

  @AfterAll
  static void down() {
    if (hub != null) {
      hub.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  private static void here(String... command) throws IOException, InterruptedException {
    assertEquals(
        0, new ProcessBuilder(command).inheritIO().start().waitFor(), List.of(command)::toString);
  }

  /** The mesh first, as a fleet has it. */
  private static String publish(FleetRepository repository) {
    String lan = "\\{host: " + lab.address("a").replace(".", "\\.");
    String manifests = lab.manifests();
    String withMesh =
        manifests.replaceFirst("(?m)^( *)access:.*$", "$1access:\n$1  - wireguard: " + MESH);
    assertTrue(withMesh.contains(MESH), manifests + lan);
    return repository
        .write("nodes.yaml", withMesh)
        .write(
            "fleet.yaml",
            """
            apiVersion: mesh-infra/v1
            kind: Fleet
            metadata: {name: reality}
            spec: {interval: 10s}
            """)
        .write("all.yaml", ExamFleet.profile("    - file: {path: /etc/real, content: \"yes\"}\n"))
        .push("a node with three ways in");
  }

  private static void cut(String way) {
    lab.sh(
        "a",
        switch (way) {
          case "wireguard" -> "ip addr del " + MESH + "/32 dev mesh9";
          case "lan" ->
              "nft 'add table inet cut; add chain inet cut in { type filter hook input priority -5; };"
                  + " add rule inet cut in iifname eth0 ip daddr "
                  + lab.address("a")
                  + " tcp dport 22 drop'";
          default ->
              "nft 'add table inet cutter; add chain inet cutter in { type filter hook input priority"
                  + " -5; }; add rule inet cutter in tcp dport 2222 drop'";
        });
  }

  private static void heal(String way) {
    lab.sh(
        "a",
        switch (way) {
          case "wireguard" -> "ip addr replace " + MESH + "/32 dev mesh9";
          case "lan" -> "nft delete table inet cut";
          default -> "nft delete table inet cutter";
        });
  }

  private static JsonNode way(String name) {
    return door.get("/network/status")
        .at("/nodes/0/paths")
        .valueStream()
        .filter(way -> way.path("path").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitRotten(String name, boolean rotten) {
    await()
        .atMost(LONGEST)
        .untilAsserted(() -> {
          JsonNode way = way(name);
          assertEquals(rotten, way.path("rotten").asBoolean(), way::toString);
          assertEquals(rotten ? "down" : "up", way.path("state").asText(), way::toString);
        });
  }

  private static void awaitOver(String name) {
    Instant start = Instant.now();
    await()
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> {
          assertEquals("Synced", door.get("/nodes/a").path("sync").asText());
          assertTrue(way(name).path("inUse").asBoolean(), () -> way(name).toString());
        });
    System.out.printf(
        "managed over %s after %d ms%n", name, Duration.between(start, Instant.now()).toMillis());
  }

  private static List<String> drift() {
    return door.get("/nodes/a/drift")
        .path("resources")
        .valueStream()
        .map(item -> item.path("resource").asText())
        .toList();
  }

  @Test
  @Order(1)
  void shouldMeasureEveryWayIn() {
    for (String name : List.of("wireguard", "lan", "emergency")) {
      awaitRotten(name, false);
      assertTrue(way(name).path("latencyMs").asDouble() > 0, () -> way(name).toString());
    }
    assertTrue(way("wireguard").path("inUse").asBoolean());
    assertEquals(List.of(), drift());
    System.out.println(door.get("/network/status").toPrettyString());
  }

  /** Nobody needed it when it was told; a restart forgets nothing and tells nothing twice. */
  @Test
  @Order(2)
  void shouldTellAFallbackThatDiedBeforeItIsNeededAlsoOverARestart() {
    cut("emergency");
    Instant start = Instant.now();
    awaitRotten("emergency", true);
    System.out.printf(
        "a dead fallback was told after %d ms%n",
        Duration.between(start, Instant.now()).toMillis());
    assertEquals("Synced", door.get("/nodes/a").path("sync").asText(), "the node itself is fine");
    String path = "path:emergency (%s:2222)".formatted(lab.address("a"));
    assertEquals(List.of(path), drift());
    assertEquals("no-answer", way("emergency").path("why").asText());
    String since = way("emergency").path("since").asText();

    hub.kill();
    hub.start();
    door = hub.door();

    await().atMost(LONGEST).until(() -> drift().equals(List.of(path)));
    assertEquals(since, way("emergency").path("since").asText());
    int failures = way("emergency").path("failures").asInt();
    await().atMost(LONGEST).until(() -> way("emergency").path("failures").asInt() > failures);
    assertEquals(1, door.told("path-rotten", "emergency"));
    heal("emergency");
    awaitRotten("emergency", false);
    assertEquals(1, door.told("path-healed", "emergency"));
    assertEquals(List.of(), drift());
  }

  @Test
  @Order(3)
  void shouldStayManagedOverTheNextWayAndTheNext() {
    cut("wireguard");
    awaitOver("lan");
    awaitRotten("wireguard", true);
    cut("lan");
    awaitOver("emergency");
    awaitRotten("lan", true);
    assertEquals(2, drift().size(), () -> drift().toString());
    assertEquals(0, door.told("node-missing", ""));

    heal("lan");
    heal("wireguard");
    awaitRotten("wireguard", false);
    awaitRotten("lan", false);
    assertEquals(List.of(), drift());
  }

  /** The node as a whole is away: that is one alarm of its presence, not three of its paths. */
  @Test
  @Order(4)
  void shouldNotTellPathsOfANodeThatIsDown() {
    long before = door.told("path-rotten", "");
    lab.lab("cut", "a");
    await()
        .atMost(LONGEST)
        .until(() -> !door.get("/nodes/a").at("/attendance/state").asText().equals("present"));
    await()
        .during(Duration.ofSeconds(15))
        .atMost(LONGEST)
        .until(() -> door.told("path-rotten", "") == before);
    lab.lab("heal", "a");
    await()
        .atMost(LONGEST)
        .until(() -> door.get("/nodes/a").at("/attendance/state").asText().equals("present"));
    assertEquals(before, door.told("path-rotten", ""));
  }
}
