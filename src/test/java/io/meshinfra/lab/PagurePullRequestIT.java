package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.support.ForgeClone;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LabForge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way of a change by people on a real forge: pull request, plan, refusal, approval,
 * merge, outcome; and of drift: a pull request of the hub, adopted by a merge or reverted by a
 * close.
 */
class PagurePullRequestIT {
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final String MEMBER = "ada";
  private static final String OWNER = "owner";
  private static final String HUB = "mesh";
  private static Lab lab;
  private static LabForge forge;
  private static ForgeClone clone;
  private static HubProcess hub;
  private static HubDoor door;

  @TempDir static Path folder;

  @BeforeAll
  static void up() throws IOException {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    lab = Lab.withForge(87, "a:apt", "b:nosystemd");
    forge = lab.forge();
    clone = new ForgeClone(forge, MEMBER, folder);
    clone
        .write("nodes.yaml", lab.manifests())
        .write(
            "fleet.yaml",
            """
            apiVersion: mesh-infra/v1
            kind: Fleet
            metadata: {name: exam}
            spec: {interval: 10s}
            """)
        .write(
            "infra/policy/policy.yaml",
            """
            apiVersion: mesh-infra/v1
            kind: Policy
            metadata: {name: exam}
            spec:
              rules:
                - id: ask-about-groups
                  reason: somebody looks after them
                  scope: {origins: [intentional]}
                  severity: ask
                  forbiddenKinds: [group]
            """)
        .write("all.yaml", ExamFleet.profile(motd("begin")));
    String first = clone.commit("A fleet");
    clone.push("origin", "main");
    Path home = Files.createDirectory(folder.resolve("hub"));
    hub = new HubProcess(home, settings(home));
    hub.start();
    door = hub.door();
    forge.hook("http://%s:%d/api/v1/webhooks/forge".formatted(forge.hostAddress(), door.port()));
    door.awaitSynced(first, "a", "b");
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

  private static Map<String, String> settings(Path home) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("QUARKUS_HTTP_HOST", forge.hostAddress());
    settings.put("MESH_SOURCE_REMOTE", forge.remote());
    settings.put("MESH_SOURCE_SSH_IDENTITY", forge.key(HUB).toString());
    settings.put("MESH_SOURCE_KNOWN_HOSTS", clone.knownHosts().toString());
    settings.put("MESH_SOURCE_INTERVAL", "10s");
    settings.put("MESH_SSH_IDENTITIES", lab.key().toString());
    settings.put("MESH_LOOP_RETRY_FIRST", "1s");
    settings.put("MESH_FORGE_KIND", "pagure");
    settings.put("MESH_FORGE_URL", forge.url());
    settings.put("MESH_FORGE_REPOSITORY", forge.project());
    settings.put("MESH_FORGE_TOKEN", secret(home, "forge-token", forge.token(HUB)));
    settings.put("MESH_FORGE_WEBHOOK_SECRET", secret(home, "hook-key", forge.hookKey()));
    settings.put("MESH_FORGE_INTERVAL", "10s");
    return settings;
  }

  private static String secret(Path home, String name, String text) throws IOException {
    Path file =
        Files.createFile(
            home.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
    return "file:" + file;
  }

  private static String motd(String text) {
    return "    - file: {path: /etc/motd, content: \"%s\\n\", mode: \"0644\"}\n".formatted(text);
  }

  private static String sudoers(String command) {
    return "    - sudoers: {name: ops, content: \"ops ALL=(root) NOPASSWD: %s\"}\n"
        .formatted(command);
  }

  /** Commits a profile to a branch and pushes it; the id of the commit. */
  private static String push(String branch, String profile) {
    clone.write("all.yaml", profile);
    String head = clone.commit("Change " + branch);
    clone.push("origin", "+" + branch);
    return head;
  }

  private static String open(String branch) {
    return forge
        .post(
            MEMBER,
            forge.project() + "/pull-request/new",
            Map.of("title", "Change " + branch, "branch_from", branch, "branch_to", "main"))
        .path("id")
        .asText();
  }

  private static JsonNode pull(String id) {
    return forge.get(forge.project() + "/pull-request/" + id);
  }

  private static void say(String id, String person, String text) {
    forge.post(
        person, forge.project() + "/pull-request/" + id + "/comment", Map.of("comment", text));
  }

  /** Merges as the owner; the commit that main has then. */
  private static String merge(String id) {
    forge.post(OWNER, forge.project() + "/pull-request/" + id + "/merge", Map.of());
    return forge
        .get(forge.project() + "/git/branches?with_commits=true")
        .path("branches")
        .path("main")
        .asText();
  }

  private static List<String> comments(String id) {
    return StreamSupport.stream(pull(id).path("comments").spliterator(), false)
        .filter(comment -> comment.path("user").path("name").asText().equals(HUB))
        .map(comment -> comment.path("comment").asText())
        .toList();
  }

  /** Waits for a comment of the hub that has all of that. */
  private static void awaitComment(String id, String... parts) {
    await()
        .atMost(LONGEST)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> {
          List<String> all = comments(id);
          assertTrue(
              all.stream().anyMatch(text -> List.of(parts).stream().allMatch(text::contains)),
              () -> String.join("\n-----\n", all));
        });
  }

  private static void awaitFlag(String head, String status) {
    await()
        .atMost(LONGEST)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertEquals(Optional.of(status), flag(head)));
  }

  private static Optional<String> flag(String head) {
    JsonNode flags = forge.get(forge.project() + "/c/" + head + "/flag").path("flags");
    return StreamSupport.stream(flags.spliterator(), false)
        .filter(flag -> flag.path("username").asText().equals("mesh/plan"))
        .map(flag -> flag.path("status").asText())
        .findFirst();
  }

  /** The pull request of the hub about a node. */
  private static String driftOf(String node) {
    return await()
        .atMost(LONGEST)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> openDriftOf(node), Optional::isPresent)
        .orElseThrow();
  }

  private static Optional<String> openDriftOf(String node) {
    JsonNode open = forge.get(forge.project() + "/pull-requests").path("requests");
    return StreamSupport.stream(open.spliterator(), false)
        .filter(pull -> pull.path("branch_from").asText().equals("mesh/drift/" + node))
        .map(pull -> pull.path("id").asText())
        .findFirst();
  }

  private static String content(String node) {
    return lab.sh(node, "cat /etc/motd").strip();
  }

  @Test
  void shouldBringAChangeFromItsPlanToItsOutcome() {
    clone.branch("ops");
    String group = "    - group: {name: deployers}\n";
    String outage =
        push(
            "ops",
            ExamFleet.profile(motd("begin") + group + sudoers("/usr/bin/systemctl stop *")));
    String id = open("ops");

    awaitComment(id, outage.substring(0, 10), "refuses", "systemctl stop");
    awaitFlag(outage, "failure");

    String mended =
        push(
            "ops",
            ExamFleet.profile(
                motd("welcome") + group + sudoers("/usr/bin/systemctl stop app.service")));
    awaitComment(id, mended.substring(0, 10), "2 await approval");
    awaitFlag(mended, "success");
    say(id, "mallory", "mesh approve");
    say(id, OWNER, "mesh approve");
    awaitComment(id, "`mesh approve` by `owner`", "is approved until");
    assertTrue(comments(id).stream().noneMatch(text -> text.contains("`mallory`")));

    String merged = merge(id);
    door.awaitSynced(merged, "a", "b");
    awaitComment(id, "merged as", "2 converged");
    assertEquals("welcome", content("a"));
    assertTrue(lab.sh("a", "getent group deployers").startsWith("deployers:"));
  }

  @Test
  void shouldAdoptDriftByAMergeAndRevertItByAClose() {
    clone.branch("main");
    String enforced = ExamFleet.profile(motd("kept"));
    door.awaitSynced(push("main", enforced), "a", "b");
    String observed = enforced.replace("  resources:", "  mode: observe\n  resources:");
    door.awaitSynced(push("main", observed), "a", "b");
    lab.sh("a", "echo by hand >/etc/motd; touch -d 2020-01-01 /etc/motd");
    String adopted = driftOf("a");
    assertTrue(pull(adopted).path("initial_comment").asText().contains("by hand"));

    String merged = merge(adopted);
    door.awaitSynced(merged, "a", "b");
    assertEquals("by hand", content("a"));
    assertTrue(lab.sh("a", "ls -l --time-style=long-iso /etc/motd").contains("2020-01-01"));

    lab.sh("b", "echo anybody >/etc/motd");
    String reverted = driftOf("b");
    forge.post(OWNER, forge.project() + "/pull-request/" + reverted + "/close", Map.of());
    await().atMost(LONGEST).untilAsserted(() -> assertEquals("kept", content("b")));
    awaitComment(reverted, "Reverted: the node is as git has it.");
  }
}
