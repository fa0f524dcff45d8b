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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub and four real nodes: what is new comes wave by wave, a canary that fails keeps the others
 * where they are, a wave goes back, and a hub that is killed goes on where it was.
 */
class RolloutIT {
  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final String[] ALL = {"a", "b", "c", "d"};
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
    lab = Lab.up(21, "a:apt,b:apt,c:apt,d:nosystemd");
    repository = new FleetRepository(folder);
    exam = new ExamFleet(repository, lab);
    hub =
        new HubProcess(
            folder,
            Map.of(
                "MESH_SOURCE_REMOTE", repository.bare().toString(),
                "MESH_SOURCE_INTERVAL", "1s",
                "MESH_SSH_IDENTITIES", lab.key().toString(),
                "MESH_LOOP_RETRY_FIRST", "1s",
                "MESH_LOOP_PROBE_TIMEOUT", "10s"));
    publish("stop", "0s", file("begin"));
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
    for (String node : ALL) {
      lab.sh(node, "rm -f /srv/sick");
    }
    door.awaitSynced(publish("stop", "0s", file("before")), ALL);
    awaitPhase("done");
  }

  @Test
  void shouldBringWhatIsNewWaveByWave() {
    String pushed = publish("stop", "0s", file("in order"));

    door.awaitSynced(pushed, ALL);

    awaitPhase("done");
    List<String> done = told("rollout-node-done", pushed);
    assertEquals(List.of("a", "b"), done.subList(0, 2), done::toString);
    assertEquals(4, done.size(), done::toString);
    List<String> begun = told("run-planned", pushed);
    assertEquals(List.of("a", "b"), begun.subList(0, 2), begun::toString);
  }

  @Test
  void shouldKeepTheOthersWhereTheyAreWhenTheCanaryFailsItsCheck() {
    lab.sh("a", "touch /srv/sick");
    publish("stop", "0s", file("broken"));

    awaitPhase("stopped");
    assertEquals("broken", content("a"));
    await()
        .atMost(LONGEST)
        .untilAsserted(() -> {
          for (String node : List.of("b", "c", "d")) {
            JsonNode waits = door.get("/nodes/" + node);
            String reason = waits.path("reason").asText();
            assertTrue(reason.contains("rollout exam is stopped: 1 node failed"), reason);
            assertTrue(reason.contains("it is sick"), reason);
            assertEquals("OutOfSync", waits.path("sync").asText());
          }
        });
    lab.sh("b", "rm /etc/one");
    assertEquals("deferred", door.reconcile("b", false).path("outcome").asText());
    assertEquals("before", content("b"), "drift is healed to what was applied");
    assertEquals("before", content("c"));

    lab.sh("a", "rm /srv/sick");
    String mended = publish("stop", "0s", file("mended"));

    door.awaitSynced(mended, ALL);
    awaitPhase("done");
    assertEquals("mended", content("d"));
    assertEquals(1, door.told("rollout-replaced", mended.substring(0, 10)));
  }

  @Test
  void shouldTakeTheWaveBackAndLeaveItThere() {
    lab.sh("b", "touch /srv/sick");
    String pushed =
        publish("undo", "0s", file("bad") + "    - file: {path: /etc/two, content: new}\n", 2);

    awaitPhase("undone");
    for (String node : List.of("a", "b")) {
      assertEquals("before", content(node), node);
      assertEquals("", lab.sh(node, "ls /etc/two 2>/dev/null").strip(), node);
    }
    assertEquals("before", content("c"));
    lab.sh("a", "rm /etc/one");
    assertEquals("deferred", door.reconcile("a", false).path("outcome").asText());
    assertEquals("before", content("a"));
    JsonNode back = door.get("/nodes/a");
    assertTrue(
        back.path("reason").asText().contains("takes revision " + pushed.substring(0, 10)),
        back::toString);
    hub.kill();
    hub.start();
    door = hub.door();
    assertEquals("deferred", door.reconcile("a", true).path("outcome").asText());
    assertEquals("before", content("a"), "it is not tried again");

    lab.sh("b", "rm /srv/sick");
    String mended = publish("undo", "0s", file("good"), 2);

    door.awaitSynced(mended, ALL);
    awaitPhase("done");
  }

  @Test
  void shouldGoOnWhereItWasAfterTheHubWasKilled() {
    String pushed = publish("stop", "15s", file("goes on"));
    awaitDone("a", pushed);
    String begunAt = rollout().path("begunAt").asText();

    hub.kill();
    assertEquals("before", content("b"));
    hub.start();
    door = hub.door();

    await().atMost(LONGEST).until(() -> rollout().path("name").asText().equals("exam"));
    assertEquals(begunAt, rollout().path("begunAt").asText());
    door.awaitSynced(pushed, ALL);
    awaitPhase("done");
    assertEquals(1, door.told("rollout-begun", pushed.substring(0, 10)));
    assertEquals(1, told("rollout-node-done", pushed).stream().filter("a"::equals).count());
  }

  @Test
  void shouldObeyPeople() {
    String pushed = publish("stop", "30s", file("asked"));
    awaitDone("a", pushed);
    JsonNode paused = door.post("/rollouts/exam/pause", "{\"reason\": \"look\", \"by\": \"ada\"}");
    assertEquals("paused", paused.path("phase").asText(), paused::toString);
    await()
        .atMost(LONGEST)
        .until(() ->
            door.get("/nodes/b").path("reason").asText().contains("is paused (by ada: look)"));
    door.post("/rollouts/exam/resume", "{\"by\": \"ada\"}");
    door.awaitSynced(pushed, ALL);

    assertEquals(404, door.post("/rollouts/none/resume", "{}").path("status").asInt());
    assertEquals(400, door.post("/rollouts/exam/abort", "{}").path("status").asInt());
    long deeds =
        door.get("/audit?limit=1000")
            .path("rows")
            .valueStream()
            .filter(row -> row.path("deed").asText().startsWith("rollout-"))
            .count();
    assertTrue(deeds > 0, "what people did is in the audit");
  }

  @Test
  void shouldHaveOneNetworkChangeAtATime() {
    String step =
        """
            - shell:
                name: slow
                check: test -e /srv/%1$s
                apply: date +%%s%%N >/srv/begun; sleep 2; date +%%s%%N >/srv/ended; touch /srv/%1$s
              semaphores: [network]
        """
            .formatted("slow-" + System.nanoTime());
    repository.write("rollout.yaml", "");
    String pushed = exam.publish("semaphores: {network: {}}", step);

    door.awaitSynced(pushed, ALL);

    TreeMap<Long, Long> times = new TreeMap<>();
    for (String node : ALL) {
      times.put(
          Long.parseLong(lab.sh(node, "cat /srv/begun").strip()),
          Long.parseLong(lab.sh(node, "cat /srv/ended").strip()));
    }
    long last = 0;
    for (Map.Entry<Long, Long> one : times.entrySet()) {
      assertTrue(one.getKey() > last, () -> "two at a time: " + times);
      last = one.getValue();
    }
    assertTrue(door.told("run-ended", "the semaphore network (capacity 1) is held by") > 0);
    assertEquals(0, door.get("/rollouts").path("semaphores").size());
  }

  private static String publish(String onFailure, String pause, String resources) {
    return publish(onFailure, pause, resources, 1);
  }

  /**
   * @param first how many nodes are in the first wave
   */
  private static String publish(String onFailure, String pause, String resources, int first) {
    repository.write(
        "rollout.yaml",
        """
        apiVersion: mesh-infra/v1
        kind: Rollout
        metadata: {name: exam}
        spec:
          selector: {}
          waves:
            - {name: canary, nodes: %d}
            - {name: second, nodes: 1}
          pause: %s
          maxUnavailable: 2
          checks:
            - command: "if test -e /srv/sick; then echo it is sick; exit 1; fi"
              tries: 2
              every: 1s
            - tcp: {port: 22}
          onFailure: %s
        """
            .formatted(first, pause, onFailure));
    return exam.publish("", resources);
  }

  private static String file(String content) {
    return "    - file: {path: /etc/one, content: \"" + content + "\"}\n";
  }

  private static String content(String node) {
    return lab.sh(node, "cat /etc/one");
  }

  private static JsonNode rollout() {
    return door.get("/rollouts/exam");
  }

  private static String standing(String node) {
    return rollout()
        .path("nodes")
        .valueStream()
        .filter(one -> one.path("node").asText().equals(node))
        .findFirst()
        .map(one -> one.path("standing").asText())
        .orElse("");
  }

  private static void awaitDone(String node, String revision) {
    await()
        .atMost(LONGEST)
        .until(() ->
            rollout().path("revision").asText().equals(revision) && standing(node).equals("done"));
  }

  private static void awaitPhase(String phase) {
    await()
        .atMost(LONGEST)
        .untilAsserted(() ->
            assertEquals(phase, rollout().path("phase").asText(), () -> rollout().toString()));
  }

  /** Nodes of events of a type since the revision came, in their order. */
  private static List<String> told(String type, String revision) {
    List<String> nodes = new ArrayList<>();
    for (JsonNode event : since(revision)) {
      if (event.path("type").asText().equals(type)) {
        nodes.add(event.path("node").asText());
      }
    }
    return nodes;
  }

  private static List<JsonNode> since(String revision) {
    List<JsonNode> events = new ArrayList<>();
    boolean begun = false;
    List<JsonNode> oldestFirst = new ArrayList<>();
    door.get("/events?limit=500").path("events").forEach(oldestFirst::addFirst);
    for (JsonNode event : oldestFirst) {
      begun |=
          event.path("type").asText().equals("rollout-begun")
              && event.path("message").asText().contains(revision.substring(0, 10));
      if (begun) {
        events.add(event);
      }
    }
    return events;
  }
}
