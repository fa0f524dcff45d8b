package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Mesh;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LyingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One node of a fleet lies in every way that it can, while others are real. It can lie about itself
 * and do nothing else: the others converge as fast as ever, the journal holds what is true of them,
 * and nothing that it says reaches a terminal or a log raw.
 */
class HostileNodeIT {
  private static final String LIAR = "liar";
  private static final List<String> HONEST = List.of("sys", "bare");

  /** Of a pass over an honest node beside what it takes without lies; the machine is busy. */
  private static final Duration MORE = Duration.ofSeconds(3);

  private static final Duration LONGEST = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static Lab lab;
  private static LyingNode liar;
  private static HubProcess hub;
  private static HubDoor door;
  private static Duration usual;

  @BeforeAll
  static void up() throws Exception {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    lab = Lab.up(30, "sys:apt,bare:nosystemd");
    liar = new LyingNode(Path.of(lab.key() + ".pub"));
    liar.tell(Lie.IN_SYNC);
    FleetRepository repository = new FleetRepository(folder);
    hub =
        new HubProcess(
            folder,
            Map.of(
                "MESH_SOURCE_REMOTE", repository.bare().toString(),
                "MESH_SSH_IDENTITIES", lab.key().toString(),
                "MESH_LOOP_RETRY_FIRST", "1s",
                "MESH_LOOP_PROBE_TIMEOUT", "5s",
                "MESH_LOOP_PATIENCE", "3s",
                "MESH_LOOP_GUARD_TIME", "10s"));
    String revision =
        repository
            .write("nodes.yaml", lab.manifests())
            .write("liar.yaml", liar.manifest(LIAR) + ITS_RESOURCES)
            .write("fleet.yaml", FLEET)
            .push("first");
    hub.start();
    door = hub.door();
    door.awaitSynced(revision, "sys", "bare", LIAR);
    usual = longest(5);
  }

  private static final String ITS_RESOURCES =
      """
        resources:
          - shell: {name: one, check: "false", apply: "true"}
          - shell: {name: two, check: "false", apply: "true"}
            guard: true
      """;

  private static final String FLEET =
      """
      apiVersion: mesh-infra/v1
      kind: Fleet
      metadata: {name: exam}
      spec: {interval: 30s}
      ---
      apiVersion: mesh-infra/v1
      kind: Profile
      metadata: {name: honest}
      spec:
        selector: {lab: "true"}
        resources:
          - file: {path: /etc/one, content: "fine"}
      """;

  @AfterAll
  static void down() throws IOException {
    if (hub != null) {
      hub.close();
    }
    if (liar != null) {
      liar.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCostTheOthersNothing(Lie lie) {
    liar.tell(lie);
    door.post("/reconcile?wait=1s", "{\"nodes\": [\"liar\"], \"insist\": true}");

    Duration took = longest(3);

    assertTrue(
        took.compareTo(usual.plus(MORE)) < 0,
        () -> lie + ": a pass over an honest node took " + took + ", without lies " + usual);
    for (String node : HONEST) {
      assertEquals("Synced", door.get("/nodes/" + node).path("sync").asText());
    }
    assertNothingRaw();
    liar.tell(Lie.IN_SYNC);
    assertJournalIsTrue();
  }

  @Test
  void shouldShowHostileGenerationsHarmlessly() {
    JsonNode told = door.get("/nodes/" + LIAR + "/generations");

    assertHarmless("generations", told);
    told.path("generations")
        .forEach(one -> assertTrue(one.path("number").asInt() > 0, one::toString));
    assertTrue(told.path("generations").size() <= 1_000, "more than any node keeps");
  }

  @Test
  void shouldShowNothingRawOnATerminal() {
    liar.tell(Lie.ESCAPES);
    JsonNode pass = door.reconcile(LIAR, true);
    assertTrue(pass.path("detail").asText().contains("evil"), pass::toString);

    Stream.of(
            "get nodes",
            "get runs",
            "get events",
            "get drift",
            "history liar",
            "history liar --generations",
            "diff liar",
            "plan liar")
        .parallel()
        .forEach(line -> {
          String shown = mesh(line.split(" "));
          assertTrue(shown.length() > 10, line + ": " + shown);
          assertEquals(List.of(), hostile(shown), line + ": " + shown);
        });
  }

  /** Puts the honest nodes right, some times; the longest pass. */
  private static Duration longest(int times) {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < times; i++) {
      for (String node : HONEST) {
        lab.sh(node, "echo drift >/etc/one");
        Instant begin = Instant.now();
        JsonNode pass = door.reconcile(node, false);
        Duration took = Duration.between(begin, Instant.now());
        assertEquals("converged", pass.path("outcome").asText(), pass::toString);
        longest = took.compareTo(longest) > 0 ? took : longest;
      }
    }
    return longest;
  }

  /** Runs of honest nodes are as they were, and a run of the liar is one that the hub began. */
  private static void assertJournalIsTrue() {
    await().atMost(LONGEST).until(() -> openRuns().isEmpty());
    for (JsonNode run : door.get("/runs?limit=500").path("runs")) {
      String id = run.path("id").asText();
      assertFalse(id.endsWith("-00000000"), "a run that a node made up: " + run);
      if (HONEST.contains(run.path("node").asText())) {
        String whole = door.get("/runs/" + id).toString();
        assertFalse(whole.contains("evil"), whole);
        assertTrue(List.of("converged", "in sync").contains(run.path("outcome").asText()), whole);
      } else {
        assertTrue(door.get("/runs/" + id).path("steps").size() <= 2, run::toString);
      }
    }
    assertTrue(door.get("/audit/verify").path("whole").asBoolean());
  }

  private static List<String> openRuns() {
    return door.get("/runs?limit=50")
        .path("runs")
        .valueStream()
        .filter(run -> !run.has("outcome") || run.path("outcome").isNull())
        .map(JsonNode::toString)
        .toList();
  }

  private static void assertNothingRaw() {
    for (String path :
        List.of(
            "/nodes",
            "/nodes/liar",
            "/nodes/liar/history",
            "/nodes/liar/drift",
            "/events?limit=500")) {
      assertHarmless(path, door.get(path));
    }
    for (JsonNode run : door.get("/runs?limit=20").path("runs")) {
      String path = "/runs/" + run.path("id").asText();
      assertHarmless(path, door.get(path));
    }
    assertEquals(List.of(), hostile(hub.said()), "the log of the hub");
  }

  private static void assertHarmless(String where, JsonNode answer) {
    List<String> texts = new ArrayList<>();
    collect(answer, texts);
    texts.forEach(text -> assertEquals(List.of(), hostile(text), where + ": " + text));
  }

  private static void collect(JsonNode node, List<String> texts) {
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    node.forEach(child -> collect(child, texts));
  }

  /** Code points that a terminal would act on. */
  private static List<String> hostile(String text) {
    IntStream bad =
        text.codePoints()
            .filter(c ->
                c != '\n'
                    && c != '\t'
                    && (Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE));
    return bad.mapToObj(Integer::toHexString).distinct().toList();
  }

  /** What the command line prints, in a process of its own. */
  private static String mesh(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Mesh.class.getName()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MESH_HOME", folder.toString());
    builder.environment().put("MESH_HUB", "http://127.0.0.1:" + door.port());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
