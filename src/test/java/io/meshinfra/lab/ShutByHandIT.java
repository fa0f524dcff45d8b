package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import io.meshinfra.reconcile.pass.Memory;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LabEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nobody can log in to a node any more, and the hub has a connection from before: that is what it
 * heals over, and only a new way in confirms it.
 */
@Timeout(180)
class ShutByHandIT {
  private static final int LAB_ID = 68;
  private static final Duration TIME = Duration.ofSeconds(12);
  private static final String SHUT =
      "nft 'add table inet shut; add chain inet shut in { type filter hook input priority 0; };"
          + " add rule inet shut in tcp dport { 22, 2222, 2299 } tcp flags & (syn | ack) == syn drop'";

  private static Lab lab;
  private static String manifests;

  @TempDir static Path folder;

  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void up() {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    lab = Lab.up(LAB_ID, "sd:apt,sv:nosystemd");
    manifests = lab.manifests();
  }

  @AfterAll
  static void down() {
    if (lab != null) {
      lab.close();
    }
  }

  @AfterEach
  void open() {
    for (String node : List.of("sd", "sv")) {
      lab.sh(node, "nft delete table inet shut 2>/dev/null; rm -f /etc/opened");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd", "sv"})
  void shouldOpenAWayInOverTheLastConnection(String node) {
    try (LabEngine engine = engine()) {
      warm(engine, node);
      lab.sh(node, SHUT);
      assertShut(node);

      Pass pass = reconcile(engine, node(node, opening()));

      assertInstanceOf(Outcome.Converged.class, pass.outcome(), () -> describe(node, pass));
      assertTrue(
          told.getFirst().startsWith("begins over the last connection, lan"), told::toString);
      assertTrue(told.contains("confirmed"), told::toString);
      assertTrue(told.getLast().startsWith("the node can be entered anew, over"), told::toString);
    }
    assertOpen(node);
  }

  /** What it does opens nothing: then it is not kept, and the connection is still there. */
  @ParameterizedTest
  @ValueSource(strings = {"sd", "sv"})
  void shouldUndoWhatOpensNoWayIn(String node) {
    try (LabEngine engine = engine()) {
      warm(engine, node);
      lab.sh(node, SHUT);

      Pass pass =
          reconcile(
              engine,
              node(
                  node,
                  guarded(
                      "test -e /etc/sudoers.d/opened",
                      "echo mesh-ops ALL=NOPASSWD:ALL >/etc/sudoers.d/opened")));

      Outcome.RolledBack undone =
          assertInstanceOf(Outcome.RolledBack.class, pass.outcome(), () -> describe(node, pass));
      assertTrue(
          undone.reason().startsWith("no access path could be entered anew before, nor in time"),
          undone.reason());
      assertEquals("", lab.sh(node, "ls /etc/sudoers.d | grep opened"));
      assertShut(node);
      Pass healed = reconcile(engine, node(node, opening()));
      assertInstanceOf(Outcome.Converged.class, healed.outcome(), () -> describe(node, healed));
    }
    assertOpen(node);
  }

  /** A hub without a connection can do nothing, and says so. */
  @ParameterizedTest
  @ValueSource(strings = {"sd"})
  void shouldBeShutOutWithoutAConnection(String node) {
    lab.sh(node, SHUT);
    try (LabEngine engine = engine()) {
      Pass pass = reconcile(engine, node(node, opening()));

      assertTrue(pass.found().isEmpty(), () -> describe(node, pass));
    }
  }

  /** Port and access path in one commit: the connection from before carries it over. */
  @ParameterizedTest
  @ValueSource(strings = {"sd", "sv"})
  void shouldMoveThePortAndThePathAtOnce(String node) throws Exception {
    String ports = lab.sh(node, "cat /etc/ssh/sshd_config.d/mesh-lab.conf");
    try (LabEngine engine = engine()) {
      warm(engine, node);

      Pass pass = reconcile(engine, moved(node, 2299));

      assertInstanceOf(Outcome.Converged.class, pass.outcome(), () -> describe(node, pass));
      assertTrue(told.contains("confirmed"), told::toString);
      Pass again = reconcile(engine, moved(node, 2299));
      assertInstanceOf(Outcome.InSync.class, again.outcome(), () -> describe(node, again));
    } finally {
      lab.sh(
          node,
          "printf '%s' '"
              + ports
              + "' >/etc/ssh/sshd_config.d/mesh-lab.conf; systemctl restart ssh ||"
              + " { /etc/init.d/ssh stop; /etc/init.d/ssh start; }");
    }
    assertOpen(node);
  }

  /** The path of the commit is not where sshd listens then: the node is as it was before. */
  @ParameterizedTest
  @ValueSource(strings = {"sd"})
  void shouldUndoAMoveToWhereNobodyListens(String node) throws Exception {
    try (LabEngine engine = engine()) {
      warm(engine, node);

      Pass pass = reconcile(engine, moved(node, 2298));

      assertInstanceOf(Outcome.RolledBack.class, pass.outcome(), () -> describe(node, pass));
    }
    assertOpen(node);
  }

  private static FleetNode moved(String node, int path) throws Exception {
    String resources =
        """
            - file: {path: /etc/ssh/sshd_config.d/mesh-lab.conf, content: "Port 2299\\n"}
            - service: {name: ssh, running: true, restartOn: ["file:/etc/ssh/sshd_config.d/mesh-lab.conf"]}
        """;
    return node(
        node,
        resources,
        manifests
            .replaceAll("(?m)^.*name: emergency.*\n", "")
            .replace("port: 22,", "port: " + path + ","));
  }

  private static LabEngine engine() {
    return new LabEngine(lab, folder, Memory.NONE, TIME);
  }

  private static void warm(LabEngine engine, String node) {
    Pass pass = engine.reconcile(node(node, "    - file: {path: /etc/warm, content: \"x\\n\"}\n"));
    assertTrue(pass.found().isPresent(), () -> describe(node, pass));
  }

  private static String opening() {
    return guarded("! nft list table inet shut", "nft delete table inet shut");
  }

  private static String guarded(String check, String apply) {
    return "    - shell: {name: door, check: \"%s\", apply: \"%s\"}\n      guard: true\n"
        .formatted(check, apply);
  }

  private Pass reconcile(LabEngine engine, FleetNode node) {
    told.clear();
    return engine.reconcile(
        node,
        new PassListener.Silent() {
          @Override
          public void guarded(RunId run, Work work, String what) {
            told.add(what);
          }
        });
  }

  private static FleetNode node(String name, String resources) {
    try {
      return node(name, resources, manifests);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static synchronized FleetNode node(String name, String resources, String nodes)
      throws Exception {
    Files.writeString(folder.resolve("nodes.yaml"), nodes);
    Files.writeString(
        folder.resolve("all.yaml"),
        """
        apiVersion: mesh-infra/v1
        kind: Profile
        metadata: {name: all}
        spec:
          selector: {}
          resources:
        """
            + resources);
    Fleet fleet = LabEngine.fleet(DirectoryTree.of(folder));
    return fleet.node(new NodeName(name)).orElseThrow();
  }

  private static Pass look(String node) {
    try (LabEngine engine = new LabEngine(lab, folder)) {
      return engine.preview(node(node, "    - file: {path: /etc/hostname, mode: '0644'}\n"));
    }
  }

  private static void assertOpen(String node) {
    Pass look = look(node);
    assertTrue(look.found().isPresent(), () -> describe(node, look));
  }

  private static void assertShut(String node) {
    assertTrue(look(node).found().isEmpty(), "somebody else still gets in");
  }

  private static String describe(String node, Pass pass) {
    return node
        + ": "
        + pass.outcome()
        + "\n"
        + pass.planText().orElse("")
        + pass.results()
        + lab.sh(
            node,
            "tail -n 50 /var/lib/mesh-infra/runs/*/events 2>&1 | tail -n 60; nft list ruleset");
  }
}
