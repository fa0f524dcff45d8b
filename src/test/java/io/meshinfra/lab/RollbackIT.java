package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Undoing what was applied, by the hub and on the node itself, with systemd and without. */
class RollbackIT {
  private static final String SERVICE = "    - package: {names: [mesh-demo-svc]}\n";
  private static final String RUNS =
      """
          - service:
              name: mesh-demo-svc
              running: true
              enabled: true
              restartOn: ["file:/etc/mesh-demo-svc.conf"]
      """;
  private static HubAtWork work;

  @TempDir static Path folder;

  @BeforeAll
  static void up() {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    work = new HubAtWork(45, folder);
  }

  @AfterAll
  static void down() {
    if (work != null) {
      work.close();
    }
  }

  @AfterEach
  void resume() {
    for (String node : new String[] {"a", "b"}) {
      work.door.post("/nodes/" + node + "/resume", "{}");
    }
  }

  private static String conf(String content) {
    return "    - file: {path: /etc/mesh-demo-svc.conf, content: \"%s\\n\", mode: \"0640\"}\n"
        .formatted(content);
  }

  private static JsonNode rollBack(String node, String body) {
    return work.door
        .post("/nodes/" + node + "/generations/rollback?wait=60s", body)
        .path("passes")
        .path(0);
  }

  private static JsonNode step(JsonNode pass) {
    return work.door.get("/runs/" + pass.path("run").asText()).path("steps").path(0);
  }

  private static String state(String node) {
    return work.sh(
        node,
        "cat /etc/mesh-demo-svc.conf; stat -c %a /etc/mesh-demo-svc.conf;"
            + " service mesh-demo-svc status >/dev/null 2>&1 && echo up || echo down");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void shouldPutBackFilesAndRestartWhatReadsThem(String node) {
    work.rollOut("", SERVICE + conf("name=one") + RUNS);
    String before = state(node);
    String process = pid(node);
    work.rollOut("", SERVICE + conf("name=two") + RUNS);
    String between = pid(node);

    JsonNode pass = rollBack(node, "{\"reason\": \"two is bad\", \"by\": \"ada\"}");

    assertEquals("still drifting", pass.path("outcome").asText(), pass::toString);
    assertTrue(pass.path("detail").asText().startsWith("rolled back to generation"));
    assertEquals(before, state(node));
    assertTrue(step(pass).path("output").asText().contains("back\t/etc/mesh-demo-svc.conf"));
    assertTrue(step(pass).path("output").asText().contains("back\tservice mesh-demo-svc"));
    assertTrue(!pid(node).equals(between) && !pid(node).equals(process), "it was not restarted");
    assertSuspended(node, "ada");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void shouldUndoAServiceThatWasStarted(String node) {
    work.rollOut("", SERVICE + conf("name=one"));
    work.lab.sh(node, "service mesh-demo-svc stop");
    work.rollOut("", SERVICE + conf("name=one") + RUNS);

    JsonNode pass = rollBack(node, "{\"reason\": \"not yet\"}");

    assertTrue(
        step(pass).path("output").asText().contains("back\tservice mesh-demo-svc"),
        () -> step(pass).toString());
    assertTrue(state(node).endsWith("down"), () -> state(node));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void shouldNotBeDoneAgainByTheLoopBeforeItIsResumed(String node) {
    work.rollOut("", "    - file: {path: /etc/one, content: \"one\"}\n");
    String bad = work.rollOut("", "    - file: {path: /etc/one, content: \"two\"}\n");
    rollBack(node, "{\"reason\": \"two is bad\"}");

    work.door.post("/reconcile?wait=20s", "{}");

    assertEquals("one", work.sh(node, "cat /etc/one"));
    work.door.post("/nodes/" + node + "/resume", "{}");
    work.awaitSynced(bad, node);
    assertEquals("two", work.sh(node, "cat /etc/one"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void shouldGoBackOnTheNodeWithoutTheHub(String node) {
    work.rollOut("", "    - file: {path: /etc/one, content: \"one\"}\n");
    String last = work.sh(node, "sh /var/lib/mesh-infra/rollback list | head -1 | cut -d' ' -f1");
    work.rollOut("", "    - file: {path: /etc/one, content: \"two\"}\n");
    work.rollOut("", "    - file: {path: /etc/one, content: \"three\"}\n");
    work.door.post("/nodes/" + node + "/suspend", "{\"reason\": \"the hub is gone\"}");

    String told =
        work.sh(node, "sh /var/lib/mesh-infra/rollback to " + last + " 2>&1 && echo fine");

    assertEquals("back\t/etc/one\nback\t/etc/one\nfine", told);
    assertEquals("one", work.sh(node, "cat /etc/one"));
    assertEquals(
        "rolled back to " + last + " on the node",
        work.door
            .get("/nodes/" + node + "/generations")
            .path("generations")
            .path(0)
            .path("cause")
            .asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void shouldRefuseWhatIsNotKeptAndNotSuspendTheNode(String node) {
    work.rollOut("", "    - file: {path: /etc/one, content: \"one\"}\n");

    JsonNode answer =
        work.door.post(
            "/nodes/" + node + "/generations/rollback", "{\"reason\": \"x\", \"to\": 100000}");

    assertEquals(409, answer.path("status").asInt(), answer::toString);
    assertTrue(work.node(node).path("suspension").isMissingNode());
  }

  /** Somebody repairs a node by hand; what he did is told and left alone, then put right. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void shouldHoldWhatWasChangedBehindBrokenGlass(String node) {
    work.rollOut("", "    - file: {path: /etc/one, content: \"one\"}\n");
    String path = "/nodes/" + node + "/break-glass";
    String until = Instant.now().plusSeconds(600).toString();
    work.door.post(path, "{\"reason\": \"disk full\", \"until\": \"%s\"}".formatted(until));
    assertSuspended(node, "disk full");
    work.lab.sh(node, "echo by hand >/etc/one");

    work.door.post(path + "/end?wait=60s", "{}");

    JsonNode held = work.door.get(path).path("held");
    assertEquals("file:/etc/one", held.path(0).path("resource").asText(), held::toString);
    work.door.reconcile(node, false);
    assertEquals("by hand", work.sh(node, "cat /etc/one"));
    work.door.post(path + "/revert", "{}");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertEquals("one", work.sh(node, "cat /etc/one")));
  }

  /** Nobody said that the work is over: the hub looks by itself when the time is. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void shouldHoldWhatWasChangedWhenTheTimeIsOver(String node) {
    work.rollOut("", "    - file: {path: /etc/one, content: \"one\"}\n");
    String path = "/nodes/" + node + "/break-glass";
    String until = Instant.now().plusSeconds(4).toString();
    work.door.post(path, "{\"reason\": \"disk full\", \"until\": \"%s\"}".formatted(until));
    work.lab.sh(node, "echo by hand >/etc/one");

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertEquals(
                "file:/etc/one",
                work.door.get(path).path("held").path(0).path("resource").asText()));

    work.door.reconcile(node, false);
    assertEquals("by hand", work.sh(node, "cat /etc/one"));
    JsonNode now = work.node(node);
    assertTrue(now.path("suspension").isMissingNode(), now::toString);
    assertEquals("OutOfSync", now.path("sync").asText(), now::toString);
    work.door.post(path + "/revert", "{}");
  }

  private static void assertSuspended(String node, String word) {
    JsonNode now = work.node(node);
    assertEquals("Suspended", now.path("health").asText(), now::toString);
    assertTrue(now.path("reason").asText().contains(word), now::toString);
  }

  private static String pid(String node) {
    return work.sh(node, "cat /run/mesh-demo-svc.pid 2>/dev/null || pgrep -o -f mesh-demo-svc");
  }
}
