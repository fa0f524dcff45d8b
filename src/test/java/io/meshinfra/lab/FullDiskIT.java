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
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The home of a hub on a disk that fills up while it makes passes. Each apply leaves a line on the
 * node, so that what was done there can be held against what the journal knows of.
 */
class FullDiskIT {
  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final String SPEC =
      """
      apiVersion: mesh-infra/v1
      kind: Fleet
      metadata: {name: exam}
      spec: {interval: 10s}
      ---
      apiVersion: mesh-infra/v1
      kind: Profile
      metadata: {name: all}
      spec:
        selector: {}
        resources:
          - shell:
              name: todo
              check: test ! -e /srv/todo
              apply: echo done >>/srv/applies; rm /srv/todo
      """;

  @TempDir static Path folder;
  private static Lab lab;
  private static Path home;
  private static HubProcess hub;
  private static HubDoor door;

  @BeforeAll
  static void up() throws Exception {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    home = Files.createDirectory(folder.resolve("home"));
    host("mount", "-t", "tmpfs", "-o", "size=3m,mode=700", "mesh-exam", home.toString());
    lab = Lab.up(12, "n1:apt");
    FleetRepository repository = new FleetRepository(folder);
    repository.write("nodes.yaml", lab.manifests()).write("all.yaml", SPEC).push("first");
    hub =
        new HubProcess(
            home,
            folder.resolve("hub.log"),
            Map.of(
                "MESH_SOURCE_REMOTE", repository.bare().toString(),
                "MESH_SSH_IDENTITIES", lab.key().toString(),
                "MESH_LOOP_RETRY_FIRST", "1s"));
    hub.start();
    door = hub.door();
  }

  @AfterAll
  static void down() throws Exception {
    if (hub != null) {
      hub.close();
    }
    if (lab != null) {
      lab.close();
    }
    if (home != null) {
      host("umount", home.toString());
    }
  }

  private static void host(String... command) throws Exception {
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  @Test
  void shouldDoNothingThatItCannotRecordAndGoOnByItselfWhenThereIsRoom() throws Exception {
    breakAndAwaitApply(1);
    awaitRecorded(1);
    List<String> acknowledged = runs();

    int before = fillUntilNothingIsApplied();
    await().atMost(LONGEST).until(() -> door.readiness().path("status").asText().equals("DOWN"));
    assertTrue(hub.saysNow().contains("no space is left where the journal is kept"), hub::saysNow);
    assertEquals(before, applies(), "something was applied that cannot be recorded");

    Files.delete(ballast());
    await().atMost(LONGEST).untilAsserted(() -> assertEquals(before + 1, applies(), hub::saysNow));
    awaitRecorded(before + 1);
    await().atMost(LONGEST).until(() -> door.readiness().path("status").asText().equals("UP"));

    hub.kill();
    hub.start();
    door = hub.door();
    assertTrue(runs().containsAll(acknowledged), "an acknowledged run is lost");
    awaitRecorded(before + 1);
  }

  private static Path ballast() {
    return home.resolve("ballast");
  }

  /**
   * The file of the journal has some room in it still, so passes may go on for a while.
   *
   * @return how many applies there were when the first was left undone
   */
  private static int fillUntilNothingIsApplied() {
    for (int done = applies(); ; done++) {
      fill();
      touchTodo();
      int now = done;
      await()
          .atMost(LONGEST)
          .until(() -> applies() > now || hub.saysNow().contains("no space is left where"));
      if (hub.saysNow().contains("no space is left where")) {
        return settled();
      }
    }
  }

  /** What was begun may end; then nothing more is applied for more than an interval. */
  private static int settled() {
    int[] seen = {applies()};
    await()
        .atMost(LONGEST)
        .during(Duration.ofSeconds(15))
        .until(() -> {
          int before = seen[0];
          seen[0] = applies();
          touchTodo();
          return before == seen[0];
        });
    return seen[0];
  }

  private static void fill() {
    try (OutputStream file =
        Files.newOutputStream(
            ballast(),
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.APPEND)) {
      byte[] block = new byte[512];
      while (true) {
        file.write(block);
      }
    } catch (IOException e) {
      return; // full
    }
  }

  private static void breakAndAwaitApply(int count) {
    touchTodo();
    await().atMost(LONGEST).until(() -> applies() == count);
  }

  private static void touchTodo() {
    lab.sh("n1", "touch /srv/todo");
  }

  private static int applies() {
    return (int) lab.sh("n1", "cat /srv/applies 2>/dev/null").lines().count();
  }

  /** Every apply on the node is a run in the journal that changed something, and none is open. */
  private static void awaitRecorded(int applies) {
    await()
        .atMost(LONGEST)
        .untilAsserted(() -> {
          List<String> outcomes = new ArrayList<>();
          door.get("/runs?limit=500")
              .path("runs")
              .forEach(run -> outcomes.add(run.path("outcome").asText()));
          assertEquals(
              applies, outcomes.stream().filter("converged"::equals).count(), outcomes::toString);
        });
  }

  private static List<String> runs() {
    List<String> ids = new ArrayList<>();
    for (JsonNode run : door.get("/runs?limit=500").path("runs")) {
      ids.add(run.path("id").asText());
    }
    return ids;
  }
}
