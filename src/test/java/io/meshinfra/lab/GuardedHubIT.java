package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a real hub under the guard, on nodes with and without systemd. The node is as
 * before within its time; the hub that comes back tells it once and never tries that again, but
 * goes on with what is new.
 */
class GuardedHubIT {
  private static final List<String> NODES = List.of("sd", "sv");
  private static final Duration TIME = Duration.ofSeconds(30);

  /** What the node takes to put everything back after its time, and a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(20);

  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** Leaves a line for each time that it is done, where the guard keeps nothing. */
  private static final String LOCKOUT =
      """
          - shell:
              name: lockout
              check: test -e /etc/ssh/sshd_config.d/lock.conf
              apply: |
                echo lockout >>/srv/tries
                echo AllowUsers nobody >/etc/ssh/sshd_config.d/lock.conf
                usermod -L -e 1 mesh-ops
                : >/srv/locked
                sleep 30
            guard: true
      """;

  @TempDir static Path folder;
  private static Lab lab;
  private static ExamFleet exam;
  private static HubProcess hub;
  private static HubDoor door;

  @BeforeAll
  static void up() {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    lab = Lab.up(25, "sd:apt,sv:nosystemd");
    FleetRepository repository = new FleetRepository(folder);
    exam = new ExamFleet(repository, lab);
    hub =
        new HubProcess(
            folder,
            Map.of(
                "MESH_SOURCE_REMOTE",
                repository.bare().toString(),
                "MESH_SOURCE_INTERVAL",
                "1s",
                "MESH_SSH_IDENTITIES",
                lab.key().toString(),
                "MESH_LOOP_RETRY_FIRST",
                "1s",
                "MESH_LOOP_GUARD_TIME",
                TIME.toSeconds() + "s"));
    awaitSynced(publishAndStart(file("before")));
  }

  private static String publishAndStart(String resources) {
    String revision = exam.publish("", resources);
    restart();
    return revision;
  }

  private static void restart() {
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

  @Test
  void shouldBeBackAfterAKilledHubAndNeverTryThatAgain() {
    List<String> before = NODES.stream().map(GuardedHubIT::doors).toList();
    exam.publish("", file("before") + LOCKOUT);
    awaitFile("/srv/locked");
    hub.kill();
    Instant killed = Instant.now();

    awaitOnNodes("ls -d /var/lib/mesh-infra/runs/*/RolledBack");
    Duration took = Duration.between(killed, Instant.now());

    assertTrue(took.compareTo(TIME.plus(SLACK)) < 0, "it took " + took);
    assertEquals(before, NODES.stream().map(GuardedHubIT::doors).toList());

    restart();
    NODES.forEach(GuardedHubIT::awaitRolledBack);
    assertToldOnce();

    hub.kill();
    restart();
    NODES.forEach(GuardedHubIT::awaitStillRolledBack);
    exam.publish("", file("before") + LOCKOUT + "    - directory: {path: /srv/unrelated}\n");
    awaitFile("/srv/unrelated");
    NODES.forEach(
        node -> assertEquals("skipped", door.reconcile(node, false).path("outcome").asText()));
    assertToldOnce();

    awaitSynced(exam.publish("", file("another")));
    NODES.forEach(node -> assertEquals("another", lab.sh(node, "cat /etc/one")));
    assertEquals(before, NODES.stream().map(GuardedHubIT::doors).toList());
  }

  /** Nothing is wrong with the steps: only the hub died before it could say so. */
  @Test
  void shouldConfirmWhenTheHubIsBackInTime() {
    String revision =
        exam.publish(
            "",
            """
                - file: {path: /etc/ssh/sshd_config.d/fine.conf, content: "MaxAuthTries 5\\n"}
                - shell: {name: slow, check: test -e /srv/slow, apply: "echo slow >>/srv/slow-tries; sleep 2; : >/srv/slow"}
                  guard: true
            """);
    awaitFile("/srv/slow-tries");
    hub.kill();
    restart();

    awaitSynced(revision);

    for (String node : NODES) {
      assertEquals("slow\n", lab.sh(node, "cat /srv/slow-tries"));
      assertEquals("MaxAuthTries 5\n", lab.sh(node, "cat /etc/ssh/sshd_config.d/fine.conf"));
      assertEquals(
          "confirmed\n",
          lab.sh(node, "cat /var/lib/mesh-infra/runs/*-guard/guard/verdict | tail -n 1"));
    }
  }

  private static String file(String content) {
    return "    - file: {path: /etc/one, content: \"" + content + "\"}\n";
  }

  private static void awaitFile(String path) {
    awaitOnNodes("ls -d " + path);
  }

  private static void awaitOnNodes(String command) {
    await()
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(100))
        .until(() ->
            NODES.stream().noneMatch(node -> lab.sh(node, command + " 2>/dev/null").isBlank()));
  }

  private static void awaitSynced(String revision) {
    door.awaitSynced(revision, NODES.toArray(String[]::new));
  }

  private static JsonNode status(String node) {
    return door.get("/nodes/" + node);
  }

  private static void awaitRolledBack(String node) {
    await()
        .atMost(LONGEST)
        .untilAsserted(() -> {
          assertEquals("Degraded", status(node).path("health").asText(), status(node)::toString);
          assertEquals(1, runs(node, "rolled back"), () -> history(node));
        });
  }

  /** A hub that was started anew has looked at the node and leaves the steps alone. */
  private static void awaitStillRolledBack(String node) {
    await()
        .atMost(LONGEST)
        .untilAsserted(() -> {
          JsonNode status = status(node);
          assertEquals("OutOfSync", status.path("sync").asText(), status::toString);
          assertTrue(status.path("reason").asText().contains("rolled back"), status::toString);
        });
  }

  private static long runs(String node, String outcome) {
    return door.get("/nodes/" + node + "/history")
        .path("runs")
        .valueStream()
        .filter(run -> run.path("outcome").asText().equals(outcome))
        .count();
  }

  private static String history(String node) {
    return door.get("/nodes/" + node + "/history").toPrettyString();
  }

  private static void assertToldOnce() {
    for (String node : NODES) {
      assertEquals(1, runs(node, "rolled back"), () -> history(node));
      assertEquals("lockout\n", lab.sh(node, "cat /srv/tries"));
    }
    assertEquals(NODES.size(), door.told("guard", "rolled back"));
  }

  /** All that the lockout changes, as text. */
  private static String doors(String node) {
    return lab.sh(
        node,
        "cd /etc && ls ssh/sshd_config.d && stat -c '%n %a %u %g' shadow passwd ssh ssh/sshd_config.d"
            + " && grep mesh-ops shadow passwd");
  }
}
