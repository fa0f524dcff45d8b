package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LabEngine;
import io.meshinfra.support.LabMesh;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The mesh of an intent on real nodes in four networks: keys made on them, tunnels up, firewalls
 * on, and packets through the tunnels exactly where the matrix says so. Then one way in after the
 * other is cut.
 */
@Timeout(500)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MeshIT {
  private static final String RULES =
      """
        - {name: web, from: role:workstation, to: role:server, ports: [22, 8000]}
        - {name: games, from: laptop, to: edge, ports: 8001}
        - {name: back, from: web, to: laptop, ports: 8000-8001}
        - {name: primary, from: "*", to: [hub, web, laptop, edge], ports: 2200, rate_limit: 100/second}
      """;

  private static LabMesh mesh;
  private static Path intent;

  @TempDir static Path folder;

  @BeforeAll
  static void start() throws Exception {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root and its packages");
    mesh = LabMesh.up(62);
    Files.createDirectories(folder.resolve("desired-state"));
    Files.createDirectories(folder.resolve(".git"));
    Files.writeString(folder.resolve("desired-state/nodes.yaml"), mesh.manifests());
    intent = folder.resolve("infra/policy/intent/network.yaml");
    Files.createDirectories(intent.getParent());
    Files.writeString(intent, mesh.intent(RULES));
  }

  @AfterAll
  static void stop() {
    if (mesh != null) {
      mesh.close();
    }
  }

  private static CommandRun mesh(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-f", folder.resolve("desired-state").toString()));
    return CommandRun.here()
        .with("MESH_IDENTITY", mesh.lab().key().toString())
        .inRealTime()
        .run(all.toArray(String[]::new));
  }

  private static PlannedNetwork network() throws Exception {
    RevisionReader reader =
        new RevisionReader(ResourceTypes.installed(), "desired-state", "infra/policy");
    return assertInstanceOf(NetworkPlan.Planned.class, reader.network(DirectoryTree.of(folder)))
        .network();
  }

  private static Fleet fleet() throws Exception {
    RevisionReader reader =
        new RevisionReader(ResourceTypes.installed(), "desired-state", "infra/policy");
    return assertInstanceOf(Loading.Loaded.class, reader.load(DirectoryTree.of(folder))).fleet();
  }

  private static void converge(LabEngine engine) throws Exception {
    for (String node : LabMesh.NODES) {
      Pass pass = engine.reconcile(fleet().node(new NodeName(node)).orElseThrow());
      Outcome outcome = pass.outcome();
      assertTrue(
          outcome instanceof Outcome.Converged || outcome instanceof Outcome.InSync,
          node + ": " + outcome);
    }
  }

  /** Looks at a node over whichever way leads there; tells the way and how long it took. */
  private static String lookAt(LabEngine engine, String node) throws Exception {
    Instant begin = Instant.now();
    Pass pass = engine.preview(fleet().node(new NodeName(node)).orElseThrow());
    assertTrue(pass.found().isPresent(), node + ": " + pass.detail());
    assertFalse(pass.differs(), pass.driftText().orElse(""));
    return "%s in %d ms".formatted(node, Duration.between(begin, Instant.now()).toMillis());
  }

  @Test
  @Order(1)
  void shouldCarryWhatIsAllowedAndSurviveLostWays() throws Exception {
    keys();
    try (LabEngine engine = new LabEngine(mesh.lab(), folder)) {
      Instant begin = Instant.now();
      converge(engine);
      tell(
          "mesh of 4 nodes up in %d ms"
              .formatted(Duration.between(begin, Instant.now()).toMillis()));
      await("tunnels").atMost(Duration.ofSeconds(40)).until(() -> mesh.tunnelsAreUp());
      PlannedNetwork planned = network();
      assertEquals(mesh.meant(planned), mesh.measured(), "packets by the tunnels");
      assertEquals(mesh.meant(planned), mesh.measured(), "and once more");
      assertTrue(
          mesh("net", "explain", "laptop", "edge:8001")
              .out()
              .contains("  wireguard: to hub at " + mesh.address("hub") + ":51820, then to edge"));
      noSecretAnywhere();
      passesOnNothingElse();
      changeWithoutCut(engine);
      reboot();
      cutOneAfterTheOther();
    }
  }

  /** Made on the nodes, written to the intent, and then every node is the others' peer. */
  private static void keys() throws Exception {
    String before = Files.readString(intent);
    CommandRun dry = mesh("net", "keys", "--dry-run");
    assertEquals(1, dry.code(), dry.out() + dry.err());
    assertEquals(before, Files.readString(intent), "nothing is written");

    CommandRun made = mesh("net", "keys", "--yes");
    assertEquals(0, made.code(), made.out() + made.err());
    tell(made.out());
    assertEquals(4, Files.readString(intent).split("public_key: ", -1).length - 1);
    assertTrue(Files.readString(intent).startsWith("# kept comment\n"));
    CommandRun again = mesh("net", "keys");
    assertEquals(0, again.code(), again.out() + again.err());
    assertFalse(again.out().contains("written;"), again.out());

    assertEquals(1, mesh("net", "backup", "--check").code(), "no backup yet");
    assertEquals(0, mesh("net", "backup").code());
    assertEquals(0, mesh("net", "backup", "--check").code());
  }

  private static void noSecretAnywhere() throws Exception {
    for (String node : LabMesh.NODES) {
      String secret = mesh.sh(node, "cat /etc/wireguard/mesh.key").strip();
      assertEquals(44, secret.length());
      assertEquals(
          "",
          mesh.sh(
              node,
              "grep -rlF -e '%s' /etc/wireguard/wg0.conf /var/lib/mesh-infra".formatted(secret)));
      assertEquals("600 root", mesh.sh(node, "stat -c '%a %U' /etc/wireguard/mesh.key").strip());
      assertFalse(Files.readString(intent).contains(secret));
      assertEquals(
          mesh.sh(node, "cat /etc/wireguard/wg0.conf"),
          Files.readString(folder.resolve("infra/backup/wg/" + node + ".conf")),
          "the emergency file is what the node has");
    }
  }

  /** A node that is in somebody else's hands sends the hub packets for a machine behind it. */
  private static void passesOnNothingElse() {
    String router = mesh.lab().address("router");
    mesh.sh(
        "router",
        "nft 'table ip seen { chain in { type filter hook prerouting priority -300; ip saddr 10.62.0.3 counter; }; }'");
    mesh.sh(
        "laptop",
        "wg set wg0 peer $(wg show wg0 endpoints | grep '%s:' | cut -f 1) allowed-ips"
                .formatted(mesh.address("hub"))
            + " 10.62.0.1/32,10.62.0.4/32,%1$s/32; ip route add %1$s/32 dev wg0".formatted(router));
    mesh.sh("laptop", "ping -c 2 -W 1 " + router);
    assertTrue(
        mesh.sh("router", "nft list table ip seen").contains("packets 0 "), "nothing came out");

    mesh.sh("hub", "ip -4 rule del priority 5151");
    mesh.sh("laptop", "ping -c 2 -W 1 " + router);
    assertTrue(
        mesh.sh("router", "nft list table ip seen").contains("packets 2 "), "but for our table");

    mesh.sh("laptop", "ip route del %s/32 dev wg0".formatted(router));
    for (String node : List.of("hub", "laptop")) {
      mesh.sh(node, "systemctl reload wg-quick@wg0");
    }
    assertTrue(mesh.sh("hub", "ip -4 rule").contains("lookup 5151"));
  }

  /** A new rule for the tunnels comes in while a flow runs, and none of its packets is lost. */
  private static void changeWithoutCut(LabEngine engine) throws Exception {
    Files.writeString(
        intent,
        Files.readString(intent)
            .replace("roles: [server]", "roles: [server], routes: [192.168.99.0/24]"));
    mesh.sh("laptop", "ping -q -i 0.1 -w 25 10.62.0.2 >/tmp/ping 2>&1 &");
    converge(engine);
    await("the end of the flow")
        .atMost(Duration.ofSeconds(40))
        .until(() -> mesh.sh("laptop", "cat /tmp/ping").contains("packet loss"));
    String counted = mesh.sh("laptop", "grep 'packet loss' /tmp/ping");
    tell("while wg0.conf was changed on all nodes: " + counted);
    assertTrue(counted.contains(" 0% packet loss"), counted);
    assertTrue(mesh.sh("laptop", "ip -4 route").contains("192.168.99.0/24 dev wg0"));
    assertTrue(mesh.sh("edge", "wg show wg0 allowed-ips").contains("192.168.99.0/24"));
  }

  private static void reboot() throws Exception {
    Instant begin = Instant.now();
    mesh.reboot("laptop");
    await("tunnels after a boot").atMost(Duration.ofSeconds(60)).until(() -> mesh.tunnelsAreUp());
    tell(
        "laptop rebooted, tunnels up after %d ms"
            .formatted(Duration.between(begin, Instant.now()).toMillis()));
    mesh.serve("laptop");
    await("what laptop offers")
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertEquals(mesh.meant(network()), mesh.measured(), "after a boot"));
  }

  /**
   * The primary network goes, then WireGuard too; a new hub program looks for its way each time.
   */
  private static void cutOneAfterTheOther() throws Exception {
    Instant begin = Instant.now();
    try (LabEngine engine = new LabEngine(mesh.lab(), folder)) {
      tell("primary: " + lookAt(engine, "laptop"));
      mesh.cut("tcp dport 2200");
      Instant cut = Instant.now();
      await("WireGuard")
          .atMost(Duration.ofSeconds(120))
          .until(() ->
              engine
                  .preview(fleet().node(new NodeName("laptop")).orElseThrow())
                  .found()
                  .isPresent());
      tell(
          "primary cut: in again after %d ms"
              .formatted(Duration.between(cut, Instant.now()).toMillis()));
      assertTrue(
          mesh.sh("laptop", "ss -tn state established").contains("10.62.0.3:22 "), "by its tunnel");
      for (String node : LabMesh.NODES) {
        tell("WireGuard: " + lookAt(engine, node));
      }
      mesh.cut("udp dport 51820");
      Instant second = Instant.now();
      await("emergency")
          .atMost(Duration.ofSeconds(180))
          .until(() ->
              engine
                  .preview(fleet().node(new NodeName("laptop")).orElseThrow())
                  .found()
                  .isPresent());
      tell(
          "WireGuard cut too: in again after %d ms"
              .formatted(Duration.between(second, Instant.now()).toMillis()));
      assertTrue(
          mesh.sh("laptop", "ss -tn state established").contains(":2222 "),
          "by the emergency port");
      tell("emergency: " + lookAt(engine, "laptop"));
    }
    tell("all of it: %d s".formatted(Duration.between(begin, Instant.now()).toSeconds()));
  }

  /** By names, with the other back ends; and {@code mesh test} finds what this test found. */
  @Test
  @Order(2)
  void shouldLetPeopleGoByNames() throws Exception {
    mesh.heal();
    Files.writeString(
        intent,
        Files.readString(intent)
            .replace(
                "back_ends: [nftables, wireguard]",
                "domain: hq\nback_ends: [nftables, wireguard, hosts, ssh]"));
    try (LabEngine engine = new LabEngine(mesh.lab(), folder)) {
      converge(engine);
    }
    await("tunnels").atMost(Duration.ofSeconds(60)).until(() -> mesh.tunnelsAreUp());
    for (String from : List.of("hub", "laptop", "edge")) {
      mesh.logsIn(from);
      String said =
          mesh.sh(
              from, "ssh -o BatchMode=yes mesh-ops@web.hq 'uname -n; echo $SSH_CONNECTION' 2>&1");
      tell(from + " -> web.hq: " + said.strip().replace('\n', ' '));
      assertTrue(said.startsWith("web\n"), said);
    }
    CommandRun tried = mesh("test");
    tell(tried.out() + tried.err());
    assertEquals(0, tried.code());
  }

  /** For the note: real figures of this run. */
  private static void tell(String line) {
    System.out.println("MeshIT: " + line.strip());
  }
}
