package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import io.meshinfra.support.Traces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A secret on its way from a real hub to nodes with and without systemd. Afterwards it is looked
 * for everywhere: in what the hub keeps and says, in what the nodes keep, and in the arguments and
 * environments of all processes while it was put.
 */
class SecretsIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String FIRST = "m5nZ-first-secret-7Qx";
  private static final String SECOND = "m5nZ-second-secret-9Ty";
  private static final String ENVIRONMENT = "m5nZ-environment-secret-3Kp";
  private static final List<String> ALL = List.of(FIRST, SECOND, ENVIRONMENT);

  @TempDir static Path folder;
  private static Lab lab;
  private static FleetRepository repository;
  private static HubProcess hub;
  private static HubDoor door;
  private static Traces traces;

  @BeforeAll
  static void putTwice() throws IOException {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    lab = Lab.up(44, "sys:apt,bare:nosystemd");
    Path home = Files.createDirectory(folder.resolve("hub"));
    Path secrets = Files.createDirectory(folder.resolve("secrets"));
    store(secrets.resolve("key"), FIRST);
    repository = new FleetRepository(folder);
    hub =
        new HubProcess(
            home,
            Map.of(
                "MESH_SOURCE_REMOTE", repository.bare().toString(),
                "MESH_SOURCE_INTERVAL", "1s",
                "MESH_SSH_IDENTITIES", lab.key().toString(),
                "MESH_SECRETS_FOLDERS", secrets.toString(),
                "MESH_SECRET_APP", ENVIRONMENT));
    traces = new Traces(ALL, hub);
    try (Traces.Watching watching = traces.watchProcesses()) {
      publish(secrets);
      hub.start();
      door = hub.door();
      awaitContent(FIRST);
      store(secrets.resolve("key"), SECOND);
      reconcileBoth();
      awaitContent(SECOND);
    }
  }

  private static void reconcileBoth() {
    door.post("/reconcile?wait=60s", "{\"nodes\": [\"sys\", \"bare\"]}");
  }

  private static void store(Path file, String value) throws IOException {
    Files.writeString(file, value + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static void publish(Path secrets) {
    new ExamFleet(repository, lab)
        .publish(
            "",
            """
                - file: {path: /etc/app.key, secretRef: "file:%s"}
                - file:
                    path: /etc/app.conf
                    owner: root
                    mode: "0640"
                    content: |
                      user = app
                      password = {{ secret('env:MESH_SECRET_APP') }}
                    validate: grep -q password %%s
                - file: {path: /etc/app.lost, secretRef: "file:%s"}
                - file: {path: /etc/app.plain, content: "fine\\n"}
            """
                .formatted(secrets.resolve("key"), secrets.resolve("lost")));
  }

  private static void awaitContent(String secret) {
    for (String node : List.of("sys", "bare")) {
      await().atMost(LONGEST).until(() -> lab.sh(node, "cat /etc/app.key").equals(secret));
    }
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

  @ParameterizedTest
  @ValueSource(strings = {"sys", "bare"})
  void shouldBeInTheFilesForWhomTheyAreMeant(String node) {
    assertEquals(SECOND, lab.sh(node, "cat /etc/app.key"));
    assertEquals("user = app\npassword = " + ENVIRONMENT + "\n", lab.sh(node, "cat /etc/app.conf"));
    assertEquals("600 root\n", lab.sh(node, "stat -c '%a %U' /etc/app.key"));
    assertEquals("640 root\n", lab.sh(node, "stat -c '%a %U' /etc/app.conf"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sys", "bare"})
  void shouldBeNowhereElseOnTheNode(String node) {
    for (String form : traces.forms()) {
      String found =
          lab.sh(
              node,
              "grep -rlaF -e '%s' / --exclude-dir=proc --exclude-dir=sys --exclude-dir=dev"
                      .formatted(form)
                  + " 2>/dev/null | grep -vx -e /etc/app.key -e /etc/app.conf"
                  + " | while read -r f; do stat -c '%a %U %n' \"$f\"; done");
      for (String line : found.lines().toList()) {
        assertTrue(
            line.matches("600 root /var/lib/mesh-infra/runs/[^/]+/kept/\\d+/was"),
            form + " is in " + line);
      }
    }
    assertEquals("", lab.sh(node, "ls /var/lib/mesh-infra/runs/*/step.* 2>/dev/null"));
  }

  /** What was replaced is for root alone, whatever the mode of the file itself. */
  @ParameterizedTest
  @ValueSource(strings = {"sys", "bare"})
  void shouldKeepWhatWasReplacedBehindAClosedDoor(String node) {
    assertTrue(
        lab.sh(node, "grep -rlF '" + FIRST + "' /var/lib/mesh-infra/runs").contains("/kept/"));
    assertEquals("700 root\n", lab.sh(node, "stat -c '%a %U' /var/lib/mesh-infra/runs"));
    assertEquals(
        "",
        lab.sh(
            node,
            "setpriv --reuid 65534 --clear-groups cat /var/lib/mesh-infra/runs/*/kept/*/was"));
  }

  @Test
  void shouldNotBeInTheJournalOfSystemd() {
    String log = lab.sh("sys", "journalctl --no-pager -o json -a 2>/dev/null | head -c 20000000");

    assertFalse(log.isEmpty());
    traces.assertNoneIn("journald", log.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldNeverHaveBeenAnArgumentOrAnEnvironmentOfAProcess() {
    assertTrue(traces.samples() > 20, "only " + traces.samples() + " looks at all processes");
    assertTrue(traces.sawProcessOf("mesh-infra/runs"), "no step was ever seen at work");
    assertEquals(List.of(), traces.inProcesses());
  }

  @Test
  void shouldNotBeInAnythingThatTheHubKeeps() throws IOException {
    hub.close();
    try {
      traces.assertNoneBelow(folder.resolve("hub"));
      traces.assertNoneBelow(repository.bare());
    } finally {
      hub.start();
      door = hub.door();
    }
  }

  @Test
  void shouldNotBeInAnyAnswer() {
    for (String path :
        List.of(
            "/nodes",
            "/nodes/sys",
            "/nodes/sys/history",
            "/nodes/bare",
            "/runs?limit=50",
            "/events?limit=500",
            "/source")) {
      traces.assertNoneIn(path, door.get(path).toString().getBytes(StandardCharsets.UTF_8));
    }
    for (JsonNode run : door.get("/runs?limit=50").path("runs")) {
      String path = "/runs/" + run.path("id").asText();
      traces.assertNoneIn(path, door.get(path).toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sys", "bare"})
  void shouldSayThatOneIsMissingAndDoTheRest(String node) {
    JsonNode seen = door.post("/nodes/" + node + "/preview", "{}");

    assertTrue(seen.toString().contains("app.lost"), seen.toString());
    assertTrue(seen.toString().contains("there is no file"), seen.toString());
    assertEquals("fine\n", lab.sh(node, "cat /etc/app.plain"));
    assertEquals("", lab.sh(node, "ls /etc/app.lost 2>/dev/null"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sys", "bare"})
  void shouldSeeAndMendDriftOfASecretWithoutTellingIt(String node) {
    lab.sh(node, "echo changed >/etc/app.key");

    JsonNode seen = door.post("/nodes/" + node + "/preview", "{}");
    door.reconcile(node, true);

    assertTrue(seen.toString().contains("differs -> secret file:"), seen.toString());
    traces.assertNoneIn("preview", seen.toString().getBytes(StandardCharsets.UTF_8));
    assertEquals(SECOND, lab.sh(node, "cat /etc/app.key"));
  }
}
