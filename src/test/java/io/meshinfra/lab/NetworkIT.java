package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.reconcile.pass.Memory;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LabEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Firewalls from a network intent on real nodes: packets get through exactly where the matrix says
 * so. The network of the lab stands for the mesh, and this machine for the hub.
 */
@Timeout(300)
class NetworkIT {
  private static final List<String> NODES = List.of("a", "b", "c");
  private static final List<Integer> PORTS = List.of(22, 2222, 8000, 8001);

  /** This machine, as the nodes see it. */
  private static final String HERE = "10.105.255.254";

  private static Lab lab;
  private static TriedFlows flows;

  @TempDir static Path folder;

  @BeforeAll
  static void start() throws Exception {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root and its packages");
    lab = Lab.up(28, "a:apt,b:apt,c:apt,stranger:apt");
    flows = new TriedFlows(lab, NODES, PORTS);
    for (String node : NODES) {
      for (int port : List.of(8000, 8001)) {
        lab.sh(node, "systemd-run -q --unit=web%d python3 -m http.server %d".formatted(port, port));
      }
    }
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  /** The manifests of the lab without the node that nobody shall know. */
  private static void write(String hub, String rules) throws Exception {
    String manifests = lab.manifests();
    List<String> known = new ArrayList<>();
    for (String manifest : manifests.split("(?m)^---\n")) {
      if (!manifest.contains("name: stranger")) {
        known.add(manifest);
      }
    }
    Files.createDirectories(folder.resolve("desired-state"));
    Files.writeString(folder.resolve("desired-state/nodes.yaml"), String.join("---\n", known));
    Files.createDirectories(folder.resolve("infra/policy/intent"));
    Files.writeString(
        folder.resolve("infra/policy/intent/network.yaml"),
        """
        version: 1
        mesh: {network: 10.105.0.0/16, interfaces: [eth0]}
        back_ends: [nftables]
        nodes:
          console: {internal_ip: %s, roles: [hub], managed: false}
          a: {internal_ip: %s, roles: [server]}
          b: {internal_ip: %s, roles: [workstation]}
          c: {internal_ip: %s, roles: [workstation]}
        access_policy:
        %s
        security_invariants: [admin_ports_never_public, default_deny_inbound]
        """
            .formatted(hub, lab.address("a"), lab.address("b"), lab.address("c"), rules));
  }

  private static PlannedNetwork network(DirectoryTree tree) {
    RevisionReader reader = reader();
    return assertInstanceOf(NetworkPlan.Planned.class, reader.network(tree)).network();
  }

  private static RevisionReader reader() {
    return new RevisionReader(ResourceTypes.installed(), "desired-state", "infra/policy");
  }

  private static void converge(Fleet fleet, LabEngine engine) {
    for (String node : NODES) {
      Pass pass = engine.reconcile(fleet.node(new NodeName(node)).orElseThrow());
      Outcome outcome = pass.outcome();
      assertTrue(
          outcome instanceof Outcome.Converged || outcome instanceof Outcome.InSync,
          outcome.toString());
    }
  }

  @Test
  void shouldLetInWhatTheMatrixSaysAndNothingElse() throws Exception {
    write(
        HERE,
        """
          - {name: web, from: role:workstation, to: role:server, ports: [22, 8000]}
          - {name: back, from: a, to: b, ports: 8000-8001}
        """);
    DirectoryTree tree = DirectoryTree.of(folder);
    PlannedNetwork network = network(tree);
    Fleet fleet = assertInstanceOf(Loading.Loaded.class, reader().load(tree)).fleet();
    assertTrue(flows.measured().size() > 30, "without firewalls nearly everything gets through");

    try (LabEngine engine = new LabEngine(lab, folder)) {
      converge(fleet, engine);
      assertEquals(flows.meant(network), flows.measured());

      lab.sh(
          "a",
          "sed -i 's/policy drop/policy accept/' /etc/nftables.conf && systemctl reload nftables");
      assertTrue(flows.measured().contains("stranger -> a:8001"), "somebody opened it by hand");
      converge(fleet, engine);
      assertEquals(flows.meant(network), flows.measured());
    }

    String knocks =
        lab.sh(
            "stranger",
            "for i in $(seq 14); do timeout 1 bash -c '</dev/tcp/%s/2222' 2>/dev/null && echo in; done"
                .formatted(lab.address("c")));
    assertTrue(knocks.lines().count() < 12, "the emergency port is limited: " + knocks);
    assertTrue(flows.meant(network).contains("stranger -> c:2222"), "and open");
    lab.lab("reboot", "a");
    assertFalse(
        flows.measured().contains("stranger -> a:22"), "the firewall is there after a boot");
    assertTrue(lab.sh("a", "nft list ruleset").contains("comment \"web\""));
  }

  /** The intent is sound, but the hub is not where it says. */
  @Test
  void shouldBeUndoneByTheNodeWhenItLocksTheHubOut() throws Exception {
    write("10.105.255.253", "  - {name: web, from: b, to: c, ports: 8000}\n");
    DirectoryTree tree = DirectoryTree.of(folder);
    Fleet fleet = assertInstanceOf(Loading.Loaded.class, reader().load(tree)).fleet();
    try (LabEngine engine = new LabEngine(lab, folder, Memory.NONE, Duration.ofSeconds(12))) {
      FleetNode node = fleet.node(new NodeName("c")).orElseThrow();

      Pass pass = engine.reconcile(node);

      assertInstanceOf(Outcome.RolledBack.class, pass.outcome(), pass.outcome().toString());
      assertTrue(engine.preview(node).found().isPresent(), "the hub is in again");
    }
  }
}
