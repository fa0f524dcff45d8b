package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Removing what left the catalog from real nodes, with systemd and without. */
class PruneIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** More than ever goes at once: else somebody would be asked. */
  private static final String STAYS =
      "    - file: {path: /etc/stays, content: \"x\"}\n"
          + IntStream.range(0, 12)
              .mapToObj("    - file: {path: /srv/stays-%d, content: x}%n"::formatted)
              .collect(Collectors.joining());

  private static HubAtWork work;

  @TempDir static Path folder;

  @BeforeAll
  static void up() {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    work = new HubAtWork(46, folder);
  }

  @AfterAll
  static void down() {
    if (work != null) {
      work.close();
    }
  }

  private static String there(String node, String... paths) {
    return work.sh(node, "ls -d " + String.join(" ", paths) + " 2>/dev/null | tr '\\n' ' '");
  }

  @Test
  void shouldRemoveAllKindsUnattendedAndNothingThatWasThereBefore() {
    for (String node : new String[] {"a", "b"}) {
      work.lab.sh(node, "echo mine >/etc/mine; mkdir -p /srv/mine");
    }
    String all =
        """
            - file: {path: /etc/mine, content: "mine\\n"}
            - directory: {path: /srv/mine}
            - directory: {path: /srv/made}
            - file: {path: /srv/made/file, content: "x"}
            - symlink: {path: /srv/link, target: /srv/made}
            - block: {path: /etc/hosts, name: pruned, content: "10.9.9.9 pruned"}
            - cron: {name: pruned, schedule: "@daily", command: "true"}
            - sudoers: {name: pruned, content: "daemon ALL=(root) /bin/true"}
            - group: {name: pruned}
            - user: {name: pruned}
            - package: {names: [mesh-demo-svc]}
            - service: {name: mesh-demo-svc, running: true, enabled: true}
        """;
    String unattended = "prune: unattended";
    work.rollOut(unattended, STAYS + all);
    for (String node : new String[] {"a", "b"}) {
      assertEquals(
          "/etc/cron.d/mesh-pruned /srv/link /srv/made/file",
          there(node, "/etc/cron.d/mesh-pruned", "/srv/link", "/srv/made/file"));
    }

    work.rollOut(unattended, STAYS);

    for (String node : new String[] {"a", "b"}) {
      assertEquals(
          "/etc/mine /etc/stays /srv/mine",
          there(
              node,
              "/etc/cron.d/mesh-pruned",
              "/etc/mine",
              "/etc/stays",
              "/etc/sudoers.d/mesh-pruned",
              "/srv/link",
              "/srv/made",
              "/srv/mine"));
      assertEquals("", work.sh(node, "grep pruned /etc/hosts /etc/passwd /etc/group"));
      assertEquals(
          "down",
          work.sh(node, "service mesh-demo-svc status >/dev/null 2>&1 && echo up || echo down"));
    }
  }

  @Test
  void shouldAskFirst() {
    work.rollOut("prune: true", STAYS + "    - file: {path: /etc/asked, content: \"x\"}\n");

    work.publish("prune: true", STAYS);
    String hash =
        await()
            .atMost(LONGEST)
            .until(
                () -> work.door.get("/nodes/a/approvals").path("awaiting").asText(),
                text -> !text.isEmpty());

    assertEquals("/etc/asked", there("a", "/etc/asked"));
    JsonNode node = work.node("a");
    assertTrue(node.path("reason").asText().contains("left the catalog"), node::toString);
    work.door.post(
        "/nodes/a/approvals", "{\"reason\": \"fine\", \"plan\": \"%s\"}".formatted(hash));
    await().atMost(LONGEST).untilAsserted(() -> assertEquals("", there("a", "/etc/asked")));
    assertEquals("/etc/asked", there("b", "/etc/asked"));
  }

  @Test
  void shouldLeaveWhatSomebodyHasChangedSince() {
    work.rollOut("prune: unattended", STAYS + "    - file: {path: /etc/kept, content: \"x\"}\n");
    work.door.post("/nodes/a/suspend", "{\"reason\": \"for the test\"}");
    work.lab.sh("a", "echo by hand >/etc/kept");
    String revision = work.publish("prune: unattended", STAYS);
    work.door.post("/nodes/a/resume", "{}");

    work.awaitSynced(revision, "b");

    assertEquals("", there("b", "/etc/kept"));
    await()
        .atMost(LONGEST)
        .untilAsserted(() ->
            assertTrue(
                work.node("a").path("reason").asText().contains("somebody has changed it"),
                () -> work.node("a").toString()));
    assertEquals("by hand", work.sh("a", "cat /etc/kept"));
    work.lab.sh("a", "rm /etc/kept");
  }
}
