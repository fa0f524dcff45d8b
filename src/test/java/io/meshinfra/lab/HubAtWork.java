package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A hub in a process of its own over node {@code a} with systemd and {@code b} without. */
final class HubAtWork implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  final Lab lab;
  final HubDoor door;
  private final ExamFleet exam;
  private final HubProcess hub;

  HubAtWork(int id, Path folder) {
    lab = Lab.up(id, "a:apt,b:nosystemd");
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
                "1s"));
    exam.publish("", "    - file: {path: /etc/begin, content: \"begin\"}\n");
    hub.start();
    door = hub.door();
  }

  /**
   * Pushes, and waits until both nodes are like that.
   *
   * @param setting of the fleet, or nothing
   */
  String rollOut(String setting, String resources) {
    String revision = exam.publish(setting, resources);
    door.post("/source/refresh", "");
    awaitSynced(revision, "a");
    awaitSynced(revision, "b");
    return revision;
  }

  /** Pushes, and waits for nothing. */
  String publish(String setting, String resources) {
    String revision = exam.publish(setting, resources);
    door.post("/source/refresh", "");
    return revision;
  }

  void awaitSynced(String revision, String name) {
    await()
        .atMost(LONGEST)
        .untilAsserted(() -> {
          JsonNode node = node(name);
          assertEquals("Synced", node.path("sync").asText(), node::toString);
          assertEquals(revision, node.path("revision").asText(), node::toString);
        });
  }

  JsonNode node(String name) {
    return door.get("/nodes/" + name);
  }

  String sh(String node, String line) {
    return lab.sh(node, line).strip();
  }

  @Override
  public void close() {
    hub.close();
    lab.close();
  }
}
