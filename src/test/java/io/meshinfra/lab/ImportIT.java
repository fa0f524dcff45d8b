package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.join.inventory.Inventory;
import io.meshinfra.join.inventory.InventoryProbe;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LabEngine;
import io.meshinfra.transport.OutputBudget;
import io.meshinfra.transport.ssh.SshSettings;
import io.meshinfra.transport.ssh.SshTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that was set up by hand with the real ansible-playbook: the drafted profile plans to no
 * change there, and makes the same of an empty node.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImportIT {
  private static final Path BY_HAND = Path.of("src/test/resources/lab/import/by-hand.yaml");

  @TempDir static Path scratch;
  private static Lab lab;
  private static LabEngine engine;

  @BeforeAll
  static void up() throws Exception {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/ansible-playbook")), "needs ansible-playbook");
    lab = Lab.up(69, "old:apt,fresh:apt");
    playByHand("old");
    Path nodes = Files.createDirectories(fleet().resolve("nodes"));
    for (String node : List.of("old", "fresh")) {
      Files.writeString(
          nodes.resolve(node + ".yaml"),
          """
          # a machine
          apiVersion: mesh-infra/v1
          kind: Node
          metadata:
            name: %s
            labels: {role: box}   # of no profile
          spec:
            access: [lan: %s]
            hostKeys: ["%s"]
            user: mesh-ops
          """
              .formatted(node, lab.address(node), lab.target(node).hostKeys().getFirst()));
    }
    engine = new LabEngine(lab, fleet());
  }

  private static void playByHand(String node) throws Exception {
    ProcessBuilder play =
        new ProcessBuilder(
            "ansible-playbook",
            "-i",
            lab.address(node) + ",",
            "-u",
            "mesh-ops",
            "--private-key",
            lab.key().toString(),
            BY_HAND.toString());
    play.environment().put("ANSIBLE_HOST_KEY_CHECKING", "False");
    play.environment().put("ANSIBLE_SSH_ARGS", "-o UserKnownHostsFile=/dev/null");
    play.environment().put("ANSIBLE_LOCAL_TEMP", scratch.resolve("ansible").toString());
    Path log = scratch.resolve("play.log");
    Process process = play.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the playbook did not end");
    assertEquals(0, process.exitValue(), Files.readString(log));
  }

  @AfterAll
  static void down() {
    if (engine != null) {
      engine.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  private static Path fleet() {
    return scratch.resolve("fleet");
  }

  private static FleetNode node(String name) throws Exception {
    return LabEngine.fleet(DirectoryTree.of(fleet())).node(new NodeName(name)).orElseThrow();
  }

  private static Inventory inventory(String name) throws Exception {
    SshSettings settings = SshSettings.of(List.of(lab.key()), Optional.empty());
    try (SshTransport transport = new SshTransport(settings, new OutputBudget())) {
      var result = new InventoryProbe(transport).take(node(name).target());
      return assertInstanceOf(InventoryProbe.Result.Taken.class, result).inventory();
    }
  }

  private static String allText(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Test
  @Order(1)
  void shouldDraftAProfileThatPlansToNoChange() throws Exception {
    CommandRun run =
        CommandRun.here()
            .inRealTime()
            .run(
                "import",
                "old",
                "-f",
                fleet().toString(),
                "--identity",
                lab.key().toString(),
                "--yes");

    assertEquals(0, run.code(), run.out() + run.err());
    Files.writeString(Path.of("target/import.txt"), run.out()); // shown in docs/joining.md
    Pass pass = engine.preview(node("old"));
    assertEquals(List.of(), pass.found().orElseThrow().changes(), run.out());
    String profile = Files.readString(fleet().resolve("profiles/old.yaml"));
    for (String entry :
        List.of(
            "package: {name: mesh-demo-svc}",
            "package: {name: mesh-pkg-01}",
            "group: {name: crew, gid: 1600}",
            "user: {name: ada, uid: 1500, groups: [crew, sudo], home: /home/ada, shell: /bin/bash,"
                + " comment: \"Ada, Countess\"}",
            "authorizedKeys: {user: ada,",
            "symlink: {path: /etc/localtime,",
            "directory: {path: /etc/app, owner: root, group: crew, mode: \"0755\"}",
            "file: {path: /etc/mesh-demo-svc.conf,",
            "sudoers: {name: crew,",
            "service: {name: tick, running: true, enabled: true}",
            "service: {name: cron, running: false, enabled: false}")) {
      assertTrue(profile.contains(entry), entry + "\n" + profile);
    }
    assertTrue(
        Files.readString(fleet().resolve("nodes/old.yaml"))
            .contains("labels: {role: box, node: old}   # of no profile"));
  }

  @Test
  @Order(2)
  void shouldTakeNoSecretAlong() throws Exception {
    String all = allText(fleet());

    assertFalse(all.contains("never-in-git"), all);
    assertFalse(all.contains("PRIVATE KEY"), all);
    assertFalse(Files.exists(fleet().resolve("files/old/etc/closed")), all);
  }

  @Test
  @Order(3)
  void shouldNotDraftTheSameTwice() {
    CommandRun run =
        CommandRun.here()
            .inRealTime()
            .run(
                "import",
                "old",
                "-f",
                fleet().toString(),
                "--identity",
                lab.key().toString(),
                "--yes");

    assertEquals(2, run.code(), run.out());
    assertTrue(run.err().contains("profiles/old.yaml\" is there already"), run.err());
  }

  @Test
  @Order(4)
  void shouldRebuildTheSameFromAnEmptyNode() throws Exception {
    Path fresh = fleet().resolve("nodes/fresh.yaml");
    Files.writeString(
        fresh, Files.readString(fresh).replace("{role: box}", "{role: box, node: old}"));

    Pass pass = engine.reconcile(node("fresh"));

    assertEquals(Pass.Ending.FINE, pass.ending(), pass.detail());
    Inventory old = inventory("old");
    Inventory rebuilt = inventory("fresh");
    assertEquals(old.packages(), rebuilt.packages());
    assertEquals(old.accounts(), rebuilt.accounts());
    assertEquals(old.groups(), rebuilt.groups());
    assertEquals(old.units(), rebuilt.units());
    assertEquals(
        old.folders().stream().filter(folder -> !folder.path().equals("/etc/closed")).toList(),
        rebuilt.folders());
    assertEquals(old.timezone(), rebuilt.timezone());
    assertEquals(
        old.files().stream().filter(file -> !file.path().equals("/etc/app/db.conf")).toList(),
        rebuilt.files());
  }
}
