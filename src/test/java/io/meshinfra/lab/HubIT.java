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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub in a process of its own, a git repository and two nodes: whatever goes wrong is told
 * clearly and once, what was good stays in force, and what is mended is taken up.
 */
class HubIT {
  private static final Duration LONGEST = Duration.ofSeconds(40);
  private static Lab lab;
  private static FleetRepository repository;
  private static ExamFleet exam;
  private static HubProcess hub;
  private static HubDoor door;

  @TempDir static Path folder;

  @BeforeAll
  static void up() {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    lab = Lab.up(90, "a:apt,b:nosystemd");
    repository = new FleetRepository(folder);
    exam = new ExamFleet(repository, lab);
    hub = new HubProcess(folder, settings());
    publish(file("begin"));
    start();
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
    String before = publish(file("before"));
    door.post("/source/accept-rewind", "{}");
    awaitSynced(before, "a", "b");
  }

  @AfterEach
  void plugIn() {
    lab.lab("heal", "b");
  }

  private static Map<String, String> settings() {
    return Map.of(
        "MESH_SOURCE_REMOTE", repository.bare().toString(),
        "MESH_SOURCE_INTERVAL", "1s",
        "MESH_SSH_IDENTITIES", lab.key().toString(),
        "MESH_LOOP_RETRY_FIRST", "1s",
        "MESH_LOOP_PROBE_TIMEOUT", "10s");
  }

  private static void start() {
    hub.start();
    door = hub.door();
  }

  @Test
  void shouldRollOutAPushToEveryNode() {
    String pushed = publish(file("pushed"));

    awaitSynced(pushed, "a", "b");

    assertEquals("pushed", content("a"));
    assertEquals("pushed", content("b"));
  }

  @Test
  void shouldKeepTheLastGoodRevisionInForceWhileTheNewestIsBroken() {
    String good = publish(file("good"));
    awaitSynced(good, "a", "b");
    repository.write("all.yaml", ExamFleet.profile("    - file: {path: /etc/one, contnet: x}\n"));

    String broken = repository.push("broken");

    awaitTrouble(broken.substring(0, 7), "all.yaml:7:30", "contnet");
    assertEquals(good, door.get("/source").path("inForce").asText());
    lab.sh("a", "rm /etc/one");
    assertEquals("converged", reconcile("a", false).path("outcome").asText());
    assertEquals("good", content("a"));
    lookAtGit(3);
    assertEquals(1, door.told("source-trouble", broken.substring(0, 7)));
    assertEquals(1, door.told("revision-invalid", broken.substring(0, 7)));

    hub.close();
    start();
    awaitTrouble(broken.substring(0, 7), "all.yaml:7:30");
    awaitSynced(good, "a", "b");

    awaitSynced(publish(file("mended")), "a", "b");
    assertEquals("mended", content("a"));
    assertEquals("", door.get("/source").path("trouble").asText());
  }

  @Test
  void shouldForgetATroubleOfTheRemoteAndTellTheOneThatStays() throws IOException {
    repository.write("all.yaml", ExamFleet.profile("    - nonsense: {}\n"));
    String broken = repository.push("broken");
    awaitTrouble(broken.substring(0, 7), "nonsense");

    withoutRemote(() -> awaitTrouble("no git repository"));

    awaitTrouble(broken.substring(0, 7), "nonsense");
  }

  @Test
  void shouldRefuseAForcePushUntilItIsAccepted() {
    String old = publish(file("old"));
    awaitSynced(old, "a", "b");
    repository.write("all.yaml", ExamFleet.profile(file("rewritten")));

    String rewritten = repository.amend("rewritten");

    awaitTrouble("force-push", old.substring(0, 7), rewritten.substring(0, 7));
    lookAtGit(3);
    assertEquals(1, door.told("revision-refused", rewritten.substring(0, 7)));
    assertEquals(1, door.told("source-trouble", rewritten.substring(0, 7)));
    assertEquals(old, door.get("/source").path("inForce").asText());
    assertEquals("old", content("a"));

    door.post("/source/accept-rewind", "{}");
    awaitSynced(rewritten, "a", "b");
    assertEquals("rewritten", content("a"));
    assertEquals("", door.get("/source").path("trouble").asText());
  }

  @Test
  void shouldHealDriftFromTheLastGoodRevisionWhenTheRemoteIsGone() throws IOException {
    String good = publish(file("good"));
    awaitSynced(good, "a", "b");

    withoutRemote(() -> {
      awaitTrouble("no git repository", repository.bare().toString());
      lab.sh("a", "echo bad >/etc/one");
      assertEquals("converged", reconcile("a", false).path("outcome").asText());
      assertEquals("good", content("a"));

      hub.kill();
      lab.sh("b", "echo bad >/etc/one");
      start();
      awaitSynced(good, "a", "b");
      assertEquals("good", content("b"));
      awaitTrouble("no git repository");
    });

    await().atMost(LONGEST).until(() -> door.get("/source").path("trouble").asText().isEmpty());
    awaitSynced(publish(file("back")), "a", "b");
  }

  @Test
  void shouldLeaveASuspendedNodeAlone() {
    door.post("/nodes/b/suspend", "{\"reason\": \"exam\", \"by\": \"ada\"}");

    String pushed = publish(file("pushed"));

    awaitSynced(pushed, "a");
    JsonNode refused = door.post("/reconcile?wait=30s", "{\"nodes\": [\"b\"]}");
    assertEquals(409, refused.path("status").asInt(), refused.toString());
    assertTrue(refused.path("detail").asText().contains("exam"), refused.toString());
    door.post("/reconcile?wait=30s", "{}");
    assertEquals("Suspended", node("b").path("health").asText());
    assertEquals("before", content("b"));

    door.post("/nodes/b/resume", "{}");
    awaitSynced(pushed, "a", "b");
    assertEquals("pushed", content("b"));
  }

  @Test
  void shouldTryAFailingPlanOnceAndAgainOnlyOnRequest() {
    lab.sh("a", "rm -f /srv/tries");
    publish(
        file("before")
            + """
                - shell:
                    name: failing
                    check: "false"
                    apply: echo try >>/srv/tries; echo alas >&2; exit 3
            """);

    await().atMost(LONGEST).until(() -> node("a").path("reason").asText().contains("alas"));
    assertEquals("Degraded", node("a").path("health").asText());
    for (int i = 0; i < 3; i++) {
      assertEquals("skipped", reconcile("a", false).path("outcome").asText());
    }
    assertEquals(1, tries());
    assertEquals("Degraded", node("a").path("health").asText());

    hub.kill();
    start();
    await().atMost(LONGEST).until(() -> node("a").path("reason").asText().contains("tried"));
    assertEquals(1, tries());

    assertEquals("failed", reconcile("a", true).path("outcome").asText());
    assertEquals(2, tries());

    lab.sh("a", "echo bad >/etc/one");
    assertEquals("still drifting", reconcile("a", false).path("outcome").asText());
    assertEquals("before", content("a"));
    assertEquals("Degraded", node("a").path("health").asText());
    assertEquals(2, tries());
  }

  @Test
  void shouldHoldANodeInModeHealAtWhatWasApplied() {
    awaitSynced(publish(file("applied")), "a", "b");

    String held = exam.publish("mode: heal", file("wanted"));

    await()
        .atMost(LONGEST)
        .untilAsserted(() -> {
          JsonNode node = node("a");
          assertEquals(held, node.path("revision").asText(), node::toString);
          assertEquals("OutOfSync", node.path("sync").asText(), node::toString);
          assertEquals("Healthy", node.path("health").asText(), node::toString);
          assertTrue(node.path("reason").asText().contains("mode heal"), node::toString);
        });
    assertEquals("applied", content("a"));
    for (int again = 0; again < 2; again++) {
      lab.sh("a", "echo bad >/etc/one");
      String diff = door.post("/nodes/a/preview", "").path("driftText").asText();
      assertTrue(diff.contains("~ file:/etc/one (corrective, as applied at "), diff);
      assertTrue(diff.contains("~ file:/etc/one (intentional)"), diff);
      assertEquals("still drifting", reconcile("a", false).path("outcome").asText());
      assertEquals("applied", content("a"));
    }

    exam.publish("mode: heal", "    - directory: {path: /etc/two}\n");
    lab.sh("b", "rm /etc/one");
    await().atMost(LONGEST).until(() -> content("b").equals("applied"));

    awaitSynced(publish(file("wanted")), "a", "b");
    assertEquals("wanted", content("a"));
  }

  @Test
  void shouldTellThatANodeIsAwayAndConvergeItWhenItIsBack() {
    lab.lab("cut", "b");

    String pushed = publish(file("pushed"));

    awaitSynced(pushed, "a");
    await()
        .atMost(LONGEST)
        .untilAsserted(() -> {
          JsonNode away = node("b");
          assertEquals("Unknown", away.path("sync").asText(), away.toString());
          assertTrue(away.path("reason").asText().contains("away"), away.toString());
        });
    lab.sh("a", "rm /etc/one");
    assertEquals("converged", reconcile("a", false).path("outcome").asText());

    lab.lab("heal", "b");
    awaitSynced(pushed, "a", "b");
    assertEquals("pushed", content("b"));
  }

  @Test
  void shouldNotStartASecondHubOnTheSameJournal() {
    String said = refusedStart(folder, Map.of());

    assertTrue(said.contains("held by another process"), said);
    assertTrue(said.contains("MESH_HOME"), said);
    assertEquals("Synced", node("a").path("sync").asText());
  }

  @Test
  void shouldNameThePortThatIsInUse(@TempDir Path home) {
    String said = refusedStart(home, Map.of("QUARKUS_HTTP_PORT", "" + door.port()));

    assertTrue(said.contains("port " + door.port() + " is in use"), said);
  }

  @Test
  void shouldNotStartWithoutARemote(@TempDir Path home) {
    String said = refusedStart(home, Map.of("MESH_SOURCE_REMOTE", ""));

    assertTrue(said.contains("mesh.source.remote is not set"), said);
    assertTrue(said.contains("MESH_SOURCE_REMOTE="), said);
  }

  /**
   * What a hub that cannot start says; it ends soon, with exit code 2 and without a stack trace.
   */
  private static String refusedStart(Path home, Map<String, String> other) {
    Map<String, String> settings = new HashMap<>(settings());
    settings.putAll(other);
    HubProcess refused = new HubProcess(home, settings);
    refused.start();
    assertEquals(2, refused.exitCode(), refused::saysNow);
    String said = refused.saysNow();
    assertTrue(said.lines().anyMatch(line -> line.startsWith("mesh: ")), said);
    assertFalse(said.contains("\tat "), said);
    return said;
  }

  private interface Part {
    void run();
  }

  private static void withoutRemote(Part part) throws IOException {
    Path away = folder.resolve("away.git");
    Files.move(repository.bare(), away);
    try {
      part.run();
    } finally {
      Files.move(away, repository.bare());
    }
  }

  private static String publish(String resources) {
    return exam.publish("", resources);
  }

  private static String file(String content) {
    return "    - file: {path: /etc/one, content: \"" + content + "\"}\n";
  }

  private static String content(String node) {
    return lab.sh(node, "cat /etc/one");
  }

  private static int tries() {
    return (int) lab.sh("a", "cat /srv/tries").lines().count();
  }

  private static JsonNode node(String name) {
    return door.get("/nodes/" + name);
  }

  private static JsonNode reconcile(String node, boolean insist) {
    return door.reconcile(node, insist);
  }

  private static void awaitSynced(String revision, String... nodes) {
    door.awaitSynced(revision, nodes);
  }

  private static void awaitTrouble(String... words) {
    await()
        .atMost(LONGEST)
        .untilAsserted(() -> {
          String trouble = door.get("/source").path("trouble").asText();
          List<String> missing = Stream.of(words).filter(word -> !trouble.contains(word)).toList();
          assertEquals(List.of(), missing, trouble);
        });
  }

  private static void lookAtGit(int times) {
    for (int i = 0; i < times; i++) {
      door.post("/source/refresh", "");
    }
  }
}
