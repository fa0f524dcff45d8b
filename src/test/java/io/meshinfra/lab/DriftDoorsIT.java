package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.CommandRun;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real nodes that are only observed, on which somebody changes something by hand, and the
 * commands that tell of it and decide what becomes of it.
 */
class DriftDoorsIT {
  private static final Duration LONGEST = Duration.ofSeconds(40);
  private static final String WANTED =
      "    - file: {path: /etc/one, content: \"wanted\\n\", mode: \"0644\"}   # what people see\n";

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
    lab = Lab.up(42, "a:apt,b:apt");
    repository = new FleetRepository(folder);
    exam = new ExamFleet(repository, lab);
    exam.publish("", WANTED);
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

  /** Rolled out first, only observed then. */
  @BeforeEach
  void bringBothInSyncAndObserveThem() {
    awaitSynced(exam.publish("", WANTED));
    awaitSynced(exam.publish("mode: observe", WANTED));
  }

  private static CommandRun mesh(String... words) {
    return CommandRun.here()
        .inRealTime()
        .with("MESH_HUB", "http://127.0.0.1:" + door.port())
        .with("MESH_TOKEN_FILE", folder.resolve("token").toString())
        .run(words);
  }

  private static void awaitSynced(String revision) {
    await()
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> {
          for (String name : new String[] {"a", "b"}) {
            JsonNode node = door.get("/nodes/" + name);
            assertEquals("Synced", node.path("sync").asText(), node::toString);
            assertEquals(revision, node.path("revision").asText(), node::toString);
          }
        });
  }

  private static String content(String node) {
    return lab.sh(node, "cat /etc/one");
  }

  private static void changedByHand(String node) {
    lab.sh(node, "echo 'by hand' >/etc/one");
    assertEquals("still drifting", door.reconcile(node, false).path("outcome").asText());
  }

  @Test
  void shouldTellOfItEverywhere() {
    CommandRun before = mesh("get", "drift");
    changedByHand("a");
    CommandRun all = mesh("get", "drift");
    CommandRun one = mesh("get", "drift", "a");

    assertTrue(before.out().startsWith("No drift: 2 nodes looked at, the oldest "), before.out());
    assertTrue(all.out().lines().anyMatch(DriftDoorsIT::isTheLineOfA), all.out() + all.err());
    assertTrue(one.out().contains("  ~ file:/etc/one (corrective"), one.out());
    assertTrue(one.out().contains("-by hand"), one.out());
  }

  private static boolean isTheLineOfA(String line) {
    return line.matches("a +file:/etc/one +update +corrective .*");
  }

  @Test
  void shouldPutItBack() {
    changedByHand("b");

    CommandRun shown = mesh("drift", "revert", "b", "--reason", "a test");
    assertEquals(1, shown.code(), shown.err());
    assertEquals("by hand\n", content("b"));
    String plan = shown.out().replaceFirst("(?s).*, plan ([0-9a-f]{16}).*", "$1");
    CommandRun done = mesh("drift", "revert", "b", "--plan", plan, "--reason", "a test", "--yes");

    assertEquals(0, done.code(), done.out() + done.err());
    assertTrue(done.out().endsWith("b: converged\n"), done.out());
    assertEquals("wanted\n", content("b"));
    assertEquals(1, door.told("drift-reverted", "plan " + plan));
    assertEquals(0, mesh("drift", "revert", "b", "--reason", "again", "--yes").code());
  }

  @Test
  void shouldNotPutBackWhatIsNotAsItWasShown() {
    changedByHand("b");
    CommandRun shown = mesh("drift", "revert", "b", "--reason", "a test");
    String plan = shown.out().replaceFirst("(?s).*, plan ([0-9a-f]{16}).*", "$1");
    lab.sh("b", "echo 'once more' >/etc/one");

    CommandRun done = mesh("drift", "revert", "b", "--plan", plan, "--reason", "a test", "--yes");

    assertEquals(2, done.code(), done.out());
    assertEquals("once more\n", content("b"));
  }

  @Test
  void shouldAdoptItIntoAWorkingCopy() {
    changedByHand("a");
    String copy = folder.resolve("fleet").toString();

    CommandRun run = mesh("drift", "adopt", "a", "--into", copy, "--yes");

    assertEquals(0, run.code(), run.out() + run.err());
    assertTrue(run.out().contains("in an entry of the node's own"), "b shows something else");
    awaitSynced(repository.push("adopt what is on a"));
    assertEquals("by hand\n", content("a"));
    assertEquals("wanted\n", content("b"));
    assertEquals(0, mesh("diff", "a", "b").code());
  }
}
