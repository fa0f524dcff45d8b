package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.NodeName;
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
 * What changes for a mesh on real nodes: a node goes to the internet by another one, its tunnel is
 * cut, it boots, it goes directly again; and a node leaves. A server outside of all of it tells
 * whom it sees.
 */
@Timeout(500)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TunnelChangesIT {
  private static final String OUTSIDE = "198.51.100.7";
  private static final String ASK = "curl -s -m 4 http://" + OUTSIDE + "/ 2>/dev/null";
  private static final String RULES =
      """
        - {name: web, from: role:workstation, to: role:server, ports: [22, 8000]}
        - {name: games, from: role:player, to: laptop, ports: 8001}
        - {name: primary, from: "*", to: [hub, web, laptop, edge], ports: 2200, rate_limit: 100/second}
      """;

  private static LabMesh mesh;
  private static Path intent;

  @TempDir static Path folder;

  @BeforeAll
  static void start() throws Exception {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root and its packages");
    mesh = LabMesh.up(77);
    Files.createDirectories(folder.resolve("desired-state/nodes"));
    Files.createDirectories(folder.resolve(".git"));
    Files.writeString(folder.resolve("desired-state/nodes/all.yaml"), mesh.manifests());
    intent = folder.resolve("infra/policy/intent/network.yaml");
    Files.createDirectories(intent.getParent());
    Files.writeString(
        intent,
        mesh.intent(RULES)
            .replace("back_ends: [nftables, wireguard]", "domain: hq\nback_ends: [nftables, wireguard, hosts, ssh]")
            .replace("roles: [workstation], roaming: true}", "roles: [workstation, player], roaming: true}")
            .replace("roles: [server]}", "roles: [server], exit_node: true}"));
    mesh.sh(
        "router",
        """
        ip address add %1$s/32 dev lo
        cat >/tmp/who.py <<'END'
        import http.server
        class Who(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200); self.end_headers()
                self.wfile.write(self.client_address[0].encode())
        http.server.HTTPServer(("%1$s", 80), Who).serve_forever()
        END
        systemd-run -q --unit=who python3 /tmp/who.py
        nft 'table ip seen { chain in { type filter hook prerouting priority -300; ip saddr %2$s ip daddr %1$s counter; }; }'
        """
            .formatted(OUTSIDE, mesh.address("laptop")));
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

  private static Fleet fleet() throws Exception {
    RevisionReader reader =
        new RevisionReader(ResourceTypes.installed(), "desired-state", "infra/policy");
    Loading loading = reader.load(DirectoryTree.of(folder));
    return assertInstanceOf(Loading.Loaded.class, loading, loading.toString()).fleet();
  }

  /** Every node of the fleet, by a hub that was just started. */
  private static void converge() throws Exception {
    try (LabEngine engine = new LabEngine(mesh.lab(), folder)) {
      for (FleetNode node : fleet().nodes().values()) {
        Pass pass = engine.reconcile(node);
        Outcome outcome = pass.outcome();
        assertTrue(
            outcome instanceof Outcome.Converged || outcome instanceof Outcome.InSync,
            node.target().node() + ": " + outcome);
      }
    }
  }

  /** A hub that was just started gets in, and finds everything as it shall be. */
  private static void hubGetsIn(String node) throws Exception {
    try (LabEngine engine = new LabEngine(mesh.lab(), folder)) {
      Pass pass = engine.preview(fleet().node(new NodeName(node)).orElseThrow());
      assertTrue(pass.found().isPresent(), node + ": " + pass.detail());
    }
  }

  private static String seenOutside(String from) {
    return mesh.sh(from, ASK);
  }

  private static void edit(String before, String after) throws Exception {
    String text = Files.readString(intent);
    assertTrue(text.contains(before), text);
    Files.writeString(intent, text.replace(before, after));
  }

  private static String bootId() {
    return mesh.sh("laptop", "cat /proc/sys/kernel/random/boot_id");
  }

  private static int inTheClear() {
    String counted = mesh.sh("router", "nft list table ip seen");
    return Integer.parseInt(counted.replaceAll("(?s).*counter packets ([0-9]+) .*", "$1"));
  }

  @Test
  @Order(1)
  void shouldLeaveByTheExitNode() throws Exception {
    CommandRun keys = mesh("net", "keys", "--yes");
    assertEquals(0, keys.code(), keys.out() + keys.err());
    converge();
    await("tunnels").atMost(Duration.ofSeconds(60)).until(() -> mesh.tunnelsAreUp());
    assertEquals(mesh.address("laptop"), seenOutside("laptop"), "directly at first");

    edit("roles: [workstation]\n    roaming", "roles: [workstation]\n    internet_by: web\n    roaming");
    converge();

    await("the way out")
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertEquals(mesh.address("web"), seenOutside("laptop")));
    assertEquals(mesh.address("edge"), seenOutside("edge"), "the others go as before");
    assertEquals(mesh.address("web"), seenOutside("web"));
    hubGetsIn("laptop");
    assertTrue(
        mesh.sh("laptop", "ip -4 route get %s".formatted(OUTSIDE)).contains("dev wg0"),
        "and by routes");
    assertEquals(
        "unreachable\n",
        mesh.sh(
            "laptop",
            "ping -c 1 -W 2 %s >/dev/null 2>&1 && echo reached || echo unreachable"
                .formatted(mesh.lab().address("router"))),
        "no private network behind the exit node");
    CommandRun told = mesh("net", "matrix");
    assertTrue(told.out().contains("laptop goes to the internet by web"), told.out());
    tell("laptop is seen outside as " + seenOutside("laptop"));
  }

  @Test
  @Order(2)
  void shouldLeaveByItAfterABootToo() throws Exception {
    // Nodes of the lab keep their network when they boot; real ones do not.
    mesh.sh(
        "laptop",
        "systemctl stop wg-quick@wg0; for f in -4 -6; do for p in 5153 5154 5155; do ip $f rule del priority $p; done; done; nft delete table inet mesh_internet; ip link del wg0");
    String boot = bootId();
    mesh.reboot("laptop");
    await("a boot")
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            !bootId().equals(boot)
                && mesh.sh("laptop", "systemctl is-active mesh-internet").equals("active\n"));
    int before = inTheClear();
    await("the way out after a boot")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertEquals(mesh.address("web"), seenOutside("laptop")));
    assertEquals(before, inTheClear(), "nothing left in the clear meanwhile");
    mesh.serve("laptop");
    hubGetsIn("laptop");
    assertEquals("active\n", mesh.sh("laptop", "systemctl is-active mesh-internet"));
  }

  @Test
  @Order(3)
  void shouldSendNothingInTheClearWhenTheTunnelIsCut() throws Exception {
    int before = inTheClear();
    mesh.cut("udp dport 51820");
    assertEquals("", seenOutside("laptop"), "the tunnel is cut");
    mesh.sh("laptop", "ip link del wg0");
    assertEquals("", seenOutside("laptop"), "there is no interface");
    hubGetsIn("laptop");
    mesh.sh("laptop", "systemctl stop wg-quick@wg0");
    assertEquals("", seenOutside("laptop"), "the unit is stopped");
    mesh.sh("laptop", "ping -c 2 -W 1 -I eth0 %s; true".formatted(mesh.address("web")));
    assertEquals(before, inTheClear(), "packets in the clear");
    hubGetsIn("laptop");
    tell("tunnel cut: packets in the clear " + (inTheClear() - before));

    mesh.heal();
    mesh.sh("laptop", "systemctl start wg-quick@wg0");
    await("the way out again")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertEquals(mesh.address("web"), seenOutside("laptop")));
  }

  @Test
  @Order(4)
  void shouldGoDirectlyWhenThatIsTakenBack() throws Exception {
    edit("    internet_by: web\n", "");

    converge();

    assertEquals(mesh.address("laptop"), seenOutside("laptop"));
    assertFalse(mesh.sh("laptop", "ip -4 rule; ip -6 rule").contains("515"), "rules are gone");
    assertEquals("", mesh.sh("laptop", "nft list tables | grep mesh_internet"));
    assertEquals("", mesh.sh("web", "nft list tables | grep mesh_exit; ip -4 rule | grep 51[45]"));
  }

  @Test
  @Order(5)
  void shouldTakeANodeThatLeavesOffEveryOther() throws Exception {
    String inside = mesh.inside("edge");
    String key = mesh.sh("edge", "wg pubkey </etc/wireguard/mesh.key").strip();
    assertEquals(0, mesh("net", "backup").code());
    for (String node : List.of("hub", "web", "laptop")) {
      assertTrue(everywhere(node).contains(inside), node);
    }
    assertTrue(mesh.sh("hub", "wg show wg0 peers").contains(key));

    CommandRun removed = mesh("node", "remove", "edge", "--yes");
    assertEquals(0, removed.code(), removed.out() + removed.err());
    assertTrue(removed.out().contains("the rule games"), removed.out());
    assertEquals(0, mesh("net", "backup", "--check").code(), "the backups are written anew");
    converge();

    for (String node : List.of("hub", "web", "laptop")) {
      assertFalse(mesh.sh(node, "wg show wg0 dump").contains(key), node + " has no such peer");
      assertFalse(everywhere(node).contains(inside), node + ": " + everywhere(node));
      assertFalse(everywhere(node).contains("edge"), node + ": " + everywhere(node));
    }
    assertEquals(
        "nothing\n",
        mesh.sh(
            "edge",
            "ping -c 2 -W 2 %s >/dev/null && echo answers || echo nothing"
                .formatted(mesh.inside("hub"))),
        "its packets come out nowhere");
    await("the others")
        .atMost(Duration.ofSeconds(40))
        .until(() -> mesh.sh("laptop", "ping -q -c 1 -W 1 %s >/dev/null && echo up"
                .formatted(mesh.inside("web")))
            .equals("up\n"));
  }

  /** All that a node has of the others. */
  private static String everywhere(String node) {
    return mesh.sh(
        node,
        "cat /etc/hosts /etc/nftables.conf /etc/wireguard/wg0.conf /etc/ssh/ssh_known_hosts"
            + " /etc/ssh/ssh_config.d/*; nft list ruleset; wg show wg0; ip -4 route");
  }

  /** For the note: real figures of this run. */
  private static void tell(String line) {
    System.out.println("TunnelChangesIT: " + line.strip());
  }
}
