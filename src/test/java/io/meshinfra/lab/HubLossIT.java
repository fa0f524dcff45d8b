package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.alone.NodeAlone;
import io.meshinfra.converge.shell.Keeping;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.drift.Drift;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LabEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What real nodes of all flavours do without a hub. */
class HubLossIT {
  private static final NodeAlone.Settings SETTINGS =
      new NodeAlone.Settings(Duration.ofSeconds(120), Keeping.USUAL, 1_000_000);

  private static final List<String> NODES = List.of("deb", "fed", "bare");
  private static final String HOSTILE = "/etc/it's $(touch pwned) \"and\" `so`";
  private static final String FLEET =
      """
          - package: {names: [mesh-demo, mesh-demo-svc]}
          - user: {name: eve, comment: "Eve $(id) `id`", shell: /bin/sh}
          - file: {path: /etc/mesh-demo-svc.conf, content: "interval=1\\n", mode: "0640"}
            after: ["package:mesh-demo-svc"]
          - file: {path: "/etc/it's $(touch pwned) \\"and\\" `so`", content: "$(touch pwned)\\n"}
          - service:
              name: mesh-demo-svc
              running: true
              enabled: true
              restartOn: ["file:/etc/mesh-demo-svc.conf"]
      """;
  private static final String BROKEN =
      """
      echo interval=9 >/etc/mesh-demo-svc.conf
      chmod 777 /etc/mesh-demo-svc.conf
      service mesh-demo-svc stop
      rm -f /etc/it*pwned*
      userdel eve
      if command -v dnf >/dev/null; then dnf -qy remove mesh-demo; else apt-get -qy remove mesh-demo; fi
      """;

  private static Lab lab;
  private static LabEngine engine;

  @TempDir static Path directory;

  @BeforeAll
  static void up() throws IOException {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    lab = Lab.up(26, "deb:apt,fed:dnf,bare:nosystemd");
    Files.writeString(directory.resolve("nodes.yaml"), lab.manifests());
    Files.copy(Path.of("src/test/resources/lab/fleet/fleet.yaml"), directory.resolve("fleet.yaml"));
    engine = new LabEngine(lab, directory);
  }

  @AfterAll
  static void down() {
    if (engine != null) {
      engine.close();
      lab.close();
    }
  }

  /**
   * Breaks each kind of resource by hand, as {@link DriftIT} does; then the node alone names it and
   * puts it right, and the hub finds nothing left to do.
   */
  @TestFactory
  Stream<DynamicTest> shouldPutRightAloneWhatWasBrokenByHand() throws Exception {
    return LabEngine.fleet(DirectoryTree.of(directory)).nodes().values().stream()
        .flatMap(node ->
            Stream.concat(
                Stream.of(DynamicTest.dynamicTest(node.name() + ": first", () -> leave(node))),
                Mischief.of(node.name())
                    .map(mischief ->
                        DynamicTest.dynamicTest(
                            node.name() + ": " + mischief.deed(), () -> mend(node, mischief)))));
  }

  private static void leave(FleetNode node) {
    Mischief.prepare(lab, node.name());
    Pass pass = engine.reconcile(node);
    assertInstanceOf(Outcome.Converged.class, pass.outcome(), () -> pass.results().toString());
    Drift seen = pass.remaining().orElseThrow();
    NodeAlone.Answer answer =
        engine.engine().alone().leave(node.target(), seen.catalog(), seen.facts(), SETTINGS);
    NodeAlone.Answer.Left left = assertInstanceOf(NodeAlone.Answer.Left.class, answer);
    assertEquals(0, left.alone().unproved(), () -> mesh(node, "status"));
    String told = mesh(node, "verify");
    assertTrue(told.endsWith("\nexit 0"), told);
  }

  private static void mend(FleetNode node, Mischief mischief) {
    lab.sh(node.name().value(), mischief.deed());

    String told = mesh(node, "verify");
    String done = mesh(node, "apply");

    String seen = mischief.seen().replace("*", "");
    String id = seen.substring(0, seen.lastIndexOf(' '));
    String what = seen.substring(seen.lastIndexOf(' ') + 1);
    assertTrue(told.contains("differs    " + id + ": "), () -> seen + "\n" + told);
    for (String attribute : what.split(",")) {
      String words = attribute.equals("create") ? "is missing" : attribute + ": ";
      assertTrue(told.contains(words), () -> seen + "\n" + told);
    }
    assertTrue(told.endsWith("\nexit 1"), told);
    assertTrue(done.contains("put right  " + id + "\n"), done);
    assertTrue(done.endsWith("\nexit 0"), done);
    assertTrue(
        engine.preview(node).found().orElseThrow().isEmpty(),
        () -> engine.preview(node).driftText().orElse(""));
    assertEquals("", lab.sh(node.name().value(), "ls /tmp/pwned 2>/dev/null"));
  }

  private static String mesh(FleetNode node, String verb) {
    return mesh(node.name().value(), verb);
  }

  private static String mesh(String node, String verb) {
    return lab.sh(node, "sh /var/lib/mesh-infra/mesh " + verb + " 2>&1; echo exit $?").strip();
  }

  /** The hub is lost with all that it knew; another one begins with nothing but git. */
  @Test
  void shouldGetByWithoutAHubUntilThereIsANewOne(@TempDir Path folder) throws IOException {
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    FleetRepository repository = new FleetRepository(folder);
    String revision = new ExamFleet(repository, lab).publish("", FLEET);
    Path first = Files.createDirectory(folder.resolve("first"));
    try (HubProcess hub = hub(repository, first)) {
      hub.start();
      NODES.forEach(node -> awaitLeft(hub.door(), node, revision));
      hub.kill();
    }
    delete(first);

    NODES.forEach(HubLossIT::getByAlone);

    try (HubProcess hub = hub(repository, Files.createDirectory(folder.resolve("second")))) {
      hub.start();
      HubDoor door = hub.door();
      NODES.forEach(node -> awaitLeft(door, node, revision));
      NODES.forEach(node -> door.reconcile(node, false));
      door.get("/runs")
          .path("runs")
          .forEach(run -> assertEquals("in sync", run.path("outcome").asText(), run::toString));
      assertFalse(door.get("/events?limit=500").toString().contains("left-on-node"));
    }
  }

  private static void getByAlone(String node) {
    String before = mesh(node, "verify");
    assertTrue(before.endsWith("\nexit 0"), node + " " + before);
    lab.sh(node, BROKEN);

    String told = mesh(node, "verify");
    String done = mesh(node, "apply");
    String after = mesh(node, "verify");

    for (String what :
        List.of(
            "package:mesh-demo: is missing",
            "user:eve: is missing",
            "file:/etc/mesh-demo-svc.conf: content: ",
            "mode: 0777 -> 0640",
            "file:" + HOSTILE + ": is missing",
            "service:mesh-demo-svc: running: ")) {
      assertTrue(told.contains(what), () -> node + " does not tell " + what + "\n" + told);
    }
    assertTrue(told.endsWith("\nexit 1"), told);
    assertTrue(done.endsWith("\nexit 0"), node + " " + done);
    assertTrue(after.endsWith("\nexit 0"), node + " " + after);
    assertEquals("interval=1", lab.sh(node, "cat /etc/mesh-demo-svc.conf").strip());
    assertEquals("", lab.sh(node, "ls / /tmp /root /etc /var/lib/mesh-infra | grep -x pwned"));
    undoAndDoAgain(node);
  }

  private static void undoAndDoAgain(String node) {
    String list = lab.sh(node, "sh /var/lib/mesh-infra/rollback list");
    String last = list.lines().findFirst().orElse("");
    assertTrue(last.endsWith("(put right on the node)"), list);
    int number = Integer.parseInt(last.substring(0, last.indexOf(' ')));

    String undone = lab.sh(node, "sh /var/lib/mesh-infra/rollback to " + (number - 1));

    assertTrue(undone.contains("back\t/etc/mesh-demo-svc.conf\n"), undone);
    assertEquals("interval=9", lab.sh(node, "cat /etc/mesh-demo-svc.conf").strip());
    assertTrue(mesh(node, "verify").endsWith("\nexit 1"));
    String done = mesh(node, "apply");
    assertTrue(done.endsWith("\nexit 0"), node + " " + done);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static HubProcess hub(FleetRepository repository, Path home) {
    return new HubProcess(
        home,
        Map.of(
            "MESH_SOURCE_REMOTE",
            repository.bare().toString(),
            "MESH_SSH_IDENTITIES",
            lab.key().toString(),
            "MESH_LOOP_RETRY_FIRST",
            "1s"));
  }

  private static void awaitLeft(HubDoor door, String node, String revision) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(() -> {
          JsonNode now = door.get("/nodes/" + node);
          assertEquals("Synced", now.path("sync").asText(), now::toString);
          assertEquals(revision, now.path("alone").path("revision").asText(), now::toString);
          assertEquals(0, now.path("alone").path("unproved").asInt(), now::toString);
        });
  }
}
