package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub in a process of its own, two nodes, and a git remote without a forge: branches are the pull
 * requests, and what there is to say is on a branch.
 */
class PullRequestIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);
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
    lab = Lab.up(88, "a:apt,b:nosystemd");
    repository = new FleetRepository(folder);
    exam = new ExamFleet(repository, lab);
    hub = new HubProcess(folder, settings());
    exam.publish("", motd("begin"));
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

  private static Map<String, String> settings() {
    return Map.of(
        "MESH_SOURCE_REMOTE", repository.bare().toString(),
        "MESH_SOURCE_INTERVAL", "1s",
        "MESH_SSH_IDENTITIES", lab.key().toString(),
        "MESH_LOOP_RETRY_FIRST", "1s",
        "MESH_FORGE_KIND", "none",
        "MESH_FORGE_INTERVAL", "1s");
  }

  private static String motd(String text) {
    return "    - file: {path: /etc/motd, content: \"%s\\n\", mode: \"0644\"}\n".formatted(text);
  }

  private static String publish(String setting, String resources) {
    repository.git("checkout", "-q", "main");
    String revision = exam.publish(setting, resources);
    door.awaitSynced(revision, "a", "b");
    return revision;
  }

  /** Pushes a branch that changes the profile; the id of its head. */
  private static String propose(String branch, String resources) {
    repository.git("checkout", "-q", "-B", branch, "main");
    repository.write("all.yaml", ExamFleet.profile(resources));
    repository.git("add", "-A");
    repository.git(
        "-c", "user.name=ann", "-c", "user.email=ann@example.org", "commit", "-qm", branch);
    repository.git("push", "-q", "-f", "origin", branch);
    return repository.git("rev-parse", "HEAD").strip();
  }

  private static String merge(String branch) {
    repository.git("fetch", "-q", "origin", branch);
    repository.git("checkout", "-q", "main");
    repository.git("merge", "-q", "--ff-only", "FETCH_HEAD");
    repository.git("push", "-q", "origin", "main");
    return repository.git("rev-parse", "HEAD").strip();
  }

  private static String report(String file) {
    try {
      repository.git("fetch", "-q", "origin", "mesh/reports");
      return repository.git("show", "FETCH_HEAD:" + file);
    } catch (IllegalStateException none) {
      return "nothing: " + none.getMessage();
    }
  }

  private static void awaitReport(String file, String... parts) {
    await()
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(() -> {
          String text = report(file);
          assertTrue(Arrays.stream(parts).allMatch(text::contains), text);
        });
  }

  private static String content(String node) {
    return lab.sh(node, "cat /etc/motd").strip();
  }

  private static boolean isThere(String branch) {
    return !repository.git("ls-remote", "origin", "refs/heads/" + branch).isBlank();
  }

  @Test
  void shouldTellWhatABranchWouldDoAndWhatBecameOfIt() {
    publish("", motd("before"));
    String head = propose("greet", motd("welcome"));

    awaitReport("greet/plan.md", head.substring(0, 10), "2 nodes: 2 change", "-before", "+welcome");
    awaitReport("greet/status.json", "mesh/plan", "success", head);
    assertEquals("before", content("a"));

    String merged = merge("greet");
    door.awaitSynced(merged, "a", "b");
    awaitReport("greet/plan.md", "merged as " + merged.substring(0, 10), "2 converged");
    assertEquals("welcome", content("a"));
    assertEquals("welcome", content("b"));
  }

  @Test
  void shouldRefuseRightsThatCouldLockEverybodyOutBeforeTheyAreMerged() {
    publish("", motd("rights"));

    String head =
        propose(
            "rights",
            motd("rights")
                + "    - sudoers: {name: ops, content: \"ops ALL=(root) NOPASSWD: /usr/bin/systemctl"
                + " stop *\"}\n");
    awaitReport("rights/plan.md", "refuses", "systemctl stop");
    awaitReport("rights/status.json", "failure", head);

    String mended =
        propose(
            "rights",
            motd("rights")
                + "    - sudoers: {name: ops, content: \"ops ALL=(root) NOPASSWD: /usr/bin/systemctl"
                + " stop app.service\"}\n");
    awaitReport("rights/status.json", "success", mended);
    assertFalse(report("rights/plan.md").contains("refuses"), report("rights/plan.md"));
  }

  @Test
  void shouldTellTheMistakesOfABranch() {
    publish("", motd("mistakes"));

    propose("mistakes", "    - file: {path: /etc/motd, contnet: x}\n");

    awaitReport("mistakes/plan.md", "all.yaml:7:31", "contnet", "content");
    awaitReport("mistakes/status.json", "failure");
  }

  @Test
  void shouldOfferToAdoptDriftThatIsOnlyObserved() {
    publish("", motd("seen"));
    publish("mode: observe", motd("seen"));
    lab.sh("a", "echo by hand >/etc/motd; touch -d 2020-01-01 /etc/motd");

    awaitReport("mesh/drift/a/proposal.md", "Drift on a", "by hand");

    String merged = merge("mesh/drift/a");
    door.awaitSynced(merged, "a", "b");
    assertEquals("by hand", content("a"));
    assertTrue(lab.sh("a", "ls -l --time-style=long-iso /etc/motd").contains("2020-01-01"));
    assertEquals("seen", content("b"));
  }

  @Test
  void shouldPutBackDriftWhoseBranchIsDeleted() {
    publish("", motd("kept"));
    publish("mode: observe", motd("kept"));
    lab.sh("b", "echo by hand >/etc/motd");
    await().atMost(LONGEST).until(() -> isThere("mesh/drift/b"));
    awaitReport("mesh/drift/b/proposal.md", "Drift on b");

    repository.git("push", "-q", "origin", ":mesh/drift/b");

    await().atMost(LONGEST).untilAsserted(() -> assertEquals("kept", content("b")));
    assertEquals(1, door.told("drift-reverted", "mesh/drift/b"));
  }
}
