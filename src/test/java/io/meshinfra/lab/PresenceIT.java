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
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub in a process of its own and two real nodes: one that may sleep and says itself that it is
 * back, one that has to be there. The interval is an hour, so that nothing comes about by chance.
 */
class PresenceIT {
  private static final int LAB_ID = 22;
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static Lab lab;
  private static FleetRepository repository;
  private static HubProcess hub;
  private static HubDoor door;
  private static int port;
  private static int pushes;

  @TempDir static Path folder;

  @BeforeAll
  static void up() throws IOException {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    lab = Lab.up(LAB_ID, "laptop:apt,server:nosystemd");
    repository = new FleetRepository(folder);
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    hub =
        new HubProcess(
            folder,
            Map.of(
                "MESH_SOURCE_REMOTE", repository.bare().toString(),
                "MESH_SOURCE_INTERVAL", "1s",
                "MESH_SSH_IDENTITIES", lab.key().toString(),
                "MESH_SSH_CONNECT_TIMEOUT", "2s",
                "MESH_LOOP_RETRY_FIRST", "1h",
                "QUARKUS_HTTP_HOST", "0.0.0.0",
                "QUARKUS_HTTP_PORT", Integer.toString(port)));
    publish();
    hub.start();
    door = hub.door();
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

  @BeforeEach
  void shouldBeFineBefore() {
    door.awaitSynced(publish(), "laptop", "server");
  }

  @AfterEach
  void mend() {
    lab.sh("server", "[ ! -e /root/aside ] || mv /root/aside /home/mesh-ops/.ssh/authorized_keys");
    lab.lab("heal", "server");
  }

  /** The laptop may sleep; the server has half a minute. */
  private static String publish() {
    String laptop = lab.manifests();
    return repository
        .write(
            "nodes.yaml",
            laptop.replaceFirst(
                "(?s)(name: laptop.*?\nspec:\n)", "$1  presence: on-demand\n  hello: systemd\n"))
        .write(
            "fleet.yaml",
            """
            apiVersion: mesh-infra/v1
            kind: Fleet
            metadata: {name: presence}
            spec:
              interval: 1h
              grace: 10s
              hello: http://10.%d.255.254:%d
            """
                .formatted(77 + LAB_ID, port))
        .write(
            "all.yaml",
            ExamFleet.profile(
                "    - file: {path: /etc/pushed, content: \"push %d\"}\n".formatted(++pushes)))
        .push("push " + pushes);
  }

  private static JsonNode node(String name) {
    return door.get("/nodes/" + name);
  }

  private static void awaitState(String node, String state, String why) {
    await()
        .atMost(LONGEST)
        .untilAsserted(() -> {
          JsonNode attendance = node(node).path("attendance");
          assertEquals(state, attendance.path("state").asText(), attendance::toString);
          assertEquals(why, attendance.path("why").asText(), attendance::toString);
        });
  }

  private static List<String> events(String node, String type) {
    return door.get("/events?limit=500")
        .path("events")
        .valueStream()
        .filter(event -> event.path("node").asText().equals(node))
        .filter(event -> event.path("type").asText().equals(type))
        .map(event -> event.path("message").asText())
        .toList();
  }

  private static List<JsonNode> runs(String node) {
    return door.get("/nodes/" + node + "/history?limit=100").path("runs").valueStream().toList();
  }

  @Test
  void shouldWakeTheHubWhenTheLaptopIsBackAndBringItToTheNewestRevisionInOneRun() {
    lab.lab("stop", "laptop");
    publish();
    awaitState("laptop", "away", "asleep");
    assertEquals("Away", node("laptop").path("health").asText());
    publish();
    publish();
    String newest = publish();
    door.awaitSynced(newest, "server");
    await()
        .atMost(LONGEST)
        .untilAsserted(() ->
            assertEquals(
                4, node("laptop").path("debt").path("commits").asInt(), node("laptop")::toString));
    assertEquals(1, node("laptop").path("debt").path("resources").asInt());
    // The knock that the last push asked for is over.
    await().atMost(LONGEST).until(() -> node("laptop").path("nextPass").isTextual());
    int before = runs("laptop").size();
    assertEquals(List.of(), events("laptop", "node-missing"));

    lab.lab("start", "laptop");
    door.awaitSynced(newest, "laptop");

    List<JsonNode> runs = runs("laptop");
    assertEquals(before + 1, runs.size(), runs::toString);
    assertEquals("hello", runs.getFirst().path("trigger").asText());
    assertEquals(newest, runs.getFirst().path("revision").asText());
    assertEquals("push " + pushes, lab.sh("laptop", "cat /etc/pushed"));
    assertTrue(node("laptop").path("debt").isMissingNode() || node("laptop").path("debt").isNull());
  }

  @Test
  void shouldMissTheServerOnceAfterItsGrace() {
    int before = events("server", "node-missing").size();
    lab.lab("cut", "server");
    publish();
    awaitState("server", "late", "host-down");
    assertEquals("Away", node("server").path("health").asText());

    awaitState("server", "missing", "host-down");
    assertEquals("Degraded", node("server").path("health").asText());
    lab.lab("heal", "server");
    door.awaitSynced(publish(), "server");

    assertEquals(before + 1, events("server", "node-missing").size());
  }

  @Test
  void shouldTellAnSshdThatIsDownFromAHostThatIs() {
    lab.sh("server", "service ssh stop; pkill -x sshd; true");
    publish();
    awaitState("server", "late", "sshd-down");
    lab.sh("server", "service ssh start");

    door.awaitSynced(publish(), "server");
  }

  @Test
  void shouldTellThatTheLoginIsRefusedWhenItIsRefusedTwice() {
    lab.sh("server", "mv /home/mesh-ops/.ssh/authorized_keys /root/aside; pkill -u mesh-ops sshd");
    publish();
    awaitState("server", "barred", "login-refused");
    assertTrue(node("server").path("reason").asText().contains("authorized_keys"));
    mend();
    door.awaitSynced(publish(), "server");

    assertEquals(
        1, events("server", "node-barred").stream().filter(m -> m.contains("login")).count());
  }

  @Test
  void shouldTellAtOnceThatTheLaptopHasAnotherHostKey() {
    String keys = "/etc/ssh/ssh_host_ed25519_key";
    lab.sh("laptop", "cp -a " + keys + " /root/key; cp -a " + keys + ".pub /root/key.pub");
    lab.sh(
        "laptop",
        "rm "
            + keys
            + " && ssh-keygen -q -t ed25519 -N '' -f "
            + keys
            + "; systemctl restart ssh;"
            + " pkill -u mesh-ops sshd");
    publish();
    awaitState("laptop", "barred", "host-key-changed");
    assertEquals("Degraded", node("laptop").path("health").asText());
    assertTrue(node("laptop").path("reason").asText().contains("change hostKeys"));
    lab.sh(
        "laptop",
        "cp -a /root/key "
            + keys
            + "; cp -a /root/key.pub "
            + keys
            + ".pub; systemctl restart ssh");

    door.awaitSynced(publish(), "laptop");
    assertEquals(1, events("laptop", "node-barred").size());
  }

  @Test
  void shouldTellThatThePathIsDownThatComesFirst() {
    lab.sh(
        "server",
        "nft add table inet cut && nft 'add chain inet cut in { type filter hook input priority 0; }'"
            + " && nft add rule inet cut in tcp dport 22 reject with tcp reset; pkill -u mesh-ops sshd");
    try {
      door.awaitSynced(publish(), "server");
      await()
          .atMost(LONGEST)
          .untilAsserted(() ->
              assertTrue(
                  node("server").path("detour").path(0).asText().contains("connection refused"),
                  node("server")::toString));
      assertEquals("present", node("server").path("attendance").path("state").asText());
      assertTrue(events("server", "path-down").getFirst().contains("lan"));
    } finally {
      lab.sh("server", "nft delete table inet cut");
    }
  }
}
