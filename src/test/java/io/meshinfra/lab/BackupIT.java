package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The loss of a hub: it is backed up while it runs, killed, its home is wiped, and {@code mesh
 * restore} brings it back, with a real node and through the real command line.
 */
class BackupIT {
  private static Lab lab;

  @TempDir static Path folder;
  private static FleetRepository repository;
  private static Path home;
  private static HubProcess hub;

  @BeforeAll
  static void up() throws IOException {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    lab = Lab.up(96, "n1:apt");
    repository = new FleetRepository(folder);
    home = Files.createDirectories(folder.resolve("home"));
    hub =
        new HubProcess(
            home,
            folder.resolve("hub.log"),
            Map.of(
                "MESH_SOURCE_REMOTE", repository.bare().toString(),
                "MESH_SOURCE_INTERVAL", "1s",
                "MESH_SSH_IDENTITIES", lab.key().toString()));
    Files.createDirectories(home.resolve("secrets"));
    Files.writeString(home.resolve("secrets/password"), "hunter2");
    Files.setPosixFilePermissions(
        home.resolve("secrets/password"), PosixFilePermissions.fromString("rw-------"));
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

  /** The same step has another name in each round. */
  private static String publish(String round) {
    return repository
        .write("nodes.yaml", lab.manifests())
        .write(
            "all.yaml",
            """
            apiVersion: mesh-infra/v1
            kind: Profile
            metadata: {name: all}
            spec:
              selector: {}
              resources:
                - file: {path: /etc/secret.conf, content: "{{ secret('file:%2$s/secrets/password') }}", mode: "0600"}
                - shell:
                    name: once
                    check: test -e /srv/done-%1$s
                    apply: echo %1$s >>/srv/log; touch /srv/done-%1$s
            """
                .formatted(round, home))
        .push("round " + round);
  }

  /** The command line, in this process: to the hub it is another one. */
  private static CommandRun mesh(String... arguments) {
    return CommandRun.here()
        .with("MESH_HOME", home.toString())
        .with("MESH_HUB", "http://127.0.0.1:" + port)
        .run(arguments);
  }

  private static int port = 1;

  private static HubDoor started() {
    hub.start();
    HubDoor door = hub.door();
    port = door.port();
    return door;
  }

  private static void wipe() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static List<String> endedRuns(HubDoor door) {
    return door.get("/runs?limit=100")
        .path("runs")
        .valueStream()
        .filter(run -> run.path("steps").asInt() > 0)
        .map(run -> run.path("id").asText() + " " + run.path("outcome").asText())
        .toList();
  }

  @Test
  void shouldComeBackFromABackupThatWasMadeWhileItRan() throws Exception {
    HubDoor door = started();
    door.awaitSynced(publish("one"), "n1");
    List<String> before = endedRuns(door);
    Path backup = folder.resolve("hub.backup");

    CommandRun backedUp = mesh("backup", backup.toString());
    assertEquals(0, backedUp.code(), backedUp::err);
    assertFalse(Files.exists(home.resolve("backup-work-hub/journal.zip")), "the copy was left");
    // What happens after the backup is lost with the hub, but not on the node.
    door.awaitSynced(publish("two"), "n1");
    hub.kill();
    hub.start();
    hub.door().awaitSynced(repository.git("rev-parse", "HEAD").strip(), "n1");
    String seen = lab.sh("n1", "cat /var/lib/mesh-infra/fence").strip();
    hub.kill();
    CommandRun occupied = mesh("restore", backup.toString());
    wipe();

    CommandRun restored = mesh("restore", backup.toString());
    assertEquals(2, occupied.code(), occupied::err);
    assertTrue(occupied.err().contains("is not empty"), occupied::err);
    assertEquals(0, restored.code(), restored::err);
    assertEquals("hunter2", Files.readString(home.resolve("secrets/password")));

    HubDoor again = started();
    again.awaitSynced(repository.git("rev-parse", "HEAD").strip(), "n1");
    assertTrue(again.get("/audit/verify").path("whole").asBoolean());
    assertTrue(endedRuns(again).containsAll(before), () -> endedRuns(again) + " " + before);
    assertEquals(
        "one\ntwo\n", lab.sh("n1", "cat /srv/log"), "nothing is redone that was done already");
    again.awaitSynced(publish("three"), "n1");
    assertEquals("one\ntwo\nthree\n", lab.sh("n1", "cat /srv/log"));
    long fence = Long.parseLong(lab.sh("n1", "cat /var/lib/mesh-infra/fence").strip());
    assertTrue(fence > 1000 && fence > Long.parseLong(seen), fence + " after " + seen);
    assertEquals("hunter2", lab.sh("n1", "cat /etc/secret.conf").strip());
    refuseWhileRunning(backup);
  }

  private static void refuseWhileRunning(Path backup) throws Exception {
    CommandRun refused = mesh("restore", "--force", backup.toString());
    assertEquals(2, refused.code(), refused::err);
    assertTrue(refused.err().contains("a hub runs on"), refused::err);
    assertTrue(hub.isAlive());
  }

  @Test
  void shouldLeaveNoHalfFileOnAFullDisk() throws Exception {
    Path full = Files.createDirectories(folder.resolve("full"));
    run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", full.toString());
    try {
      hub.close();
      if (!Files.exists(home.resolve("journal.mv.db"))) {
        started();
        hub.close();
      }

      CommandRun failed = mesh("backup", full.resolve("hub.backup").toString());

      assertEquals(2, failed.code(), failed::err);
      assertTrue(failed.err().contains("nothing of it is left"), failed::err);
      assertEquals(0, full.toFile().list().length);
    } finally {
      run("umount", full.toString());
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }
}
