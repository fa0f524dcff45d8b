package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FirewallProgram;
import io.meshinfra.model.FirewallUse;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LabEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One intent on a node with firewalld, one with ufw and one with none: each gets the one that it
 * uses, and packets get through exactly where the matrix says so. The programs are those of Debian;
 * a machine that cannot fetch them skips it.
 */
@Timeout(300)
class FirewallsIT {
  private static final List<String> NODES = List.of("fw", "ufw", "nft");
  private static final List<Integer> PORTS = List.of(22, 8000, 8001);

  /** This machine, as the nodes see it. */
  private static final String HERE = "10.142.255.254";

  private static final String FIREWALLD =
      "firewalld python3-firewall python3-nftables python3-dbus python3-gi gir1.2-glib-2.0"
          + " gir1.2-nm-1.0 libnm0 libgirepository-1.0-1 libglib2.0-0 polkitd libpolkit-agent-1-0"
          + " libpolkit-gobject-1-0 libduktape207 sgml-base xml-core python3-jsonschema"
          + " python3-attr python3-importlib-metadata python3-importlib-resources python3-zipp"
          + " python3-more-itertools python3-pyrsistent python3-typing-extensions netbase";
  private static final String UFW =
      "ufw iptables libip6tc2 libnetfilter-conntrack3 libnfnetlink0 netbase";

  private static Lab lab;
  private static TriedFlows flows;

  @TempDir static Path folder;

  @BeforeAll
  static void start() throws Exception {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root and its packages");
    fetch(folder.resolve("fw"), FIREWALLD);
    fetch(folder.resolve("ufw"), UFW);
    lab = Lab.up(65, "fw:apt,ufw:apt,nft:apt,stranger:apt");
    flows = new TriedFlows(lab, NODES, PORTS);
    for (String node : NODES) {
      for (int port : List.of(8000, 8001)) {
        lab.sh(node, "systemd-run -q --unit=web%d python3 -m http.server %d".formatted(port, port));
      }
    }
    install("fw");
    install("ufw");
    lab.sh("ufw", "ufw allow 22/tcp && ufw --force enable");
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  private static void fetch(Path into, String packages) throws Exception {
    Files.createDirectories(into);
    Process apt =
        new ProcessBuilder("sh", "-c", "apt-get -q download " + packages)
            .directory(into.toFile())
            .redirectErrorStream(true)
            .redirectOutput(into.resolve("log").toFile())
            .start();
    Assumptions.assumeTrue(
        apt.waitFor() == 0, () -> "the packages cannot be fetched here, see " + into);
  }

  /** By the key of the lab, since its nodes have nowhere to fetch them from. */
  private static void install(String node) throws Exception {
    String copy =
        "tar -cf - *.deb | ssh -q -i '%s' -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
            + " root@%s 'mkdir -p /root/packages && tar -C /root/packages -xf -'";
    Process copied =
        new ProcessBuilder("sh", "-c", copy.formatted(lab.key(), lab.address(node)))
            .directory(folder.resolve(node).toFile())
            .inheritIO()
            .start();
    assertEquals(0, copied.waitFor(), "the packages did not come to " + node);
    String said = lab.sh(node, "DEBIAN_FRONTEND=noninteractive dpkg -i /root/packages/*.deb 2>&1");
    assertFalse(said.contains("dpkg: error"), said);
  }

  /** Of all but the stranger; firewalld cannot count, so its node has no emergency port. */
  private static String manifests() {
    StringBuilder known = new StringBuilder();
    for (String manifest : lab.manifests().split("(?m)^---\n")) {
      if (manifest.contains("name: fw")) {
        known.append(manifest.replaceFirst("(?m)^.*name: emergency.*\n", "")).append("---\n");
      } else if (!manifest.contains("name: stranger")) {
        known.append(manifest).append("---\n");
      }
    }
    return known.toString();
  }

  private static void write(String ofFw, String rules) throws IOException {
    Files.createDirectories(folder.resolve("desired-state"));
    Files.writeString(folder.resolve("desired-state/nodes.yaml"), manifests());
    Files.createDirectories(folder.resolve("infra/policy/intent"));
    Files.writeString(
        folder.resolve("infra/policy/intent/network.yaml"),
        """
        version: 1
        mesh: {network: 10.142.0.0/16, interfaces: [eth0]}
        nodes:
          console: {internal_ip: %s, roles: [hub], managed: false}
          fw: {internal_ip: %s, roles: [server], back_ends: [%s]}
          ufw: {internal_ip: %s, roles: [workstation], back_ends: [firewall]}
          nft: {internal_ip: %s, roles: [workstation], back_ends: [firewall]}
        access_policy:
        %s
        security_invariants: [admin_ports_never_public, default_deny_inbound]
        """
            .formatted(
                HERE, lab.address("fw"), ofFw, lab.address("ufw"), lab.address("nft"), rules));
  }

  private static RevisionReader reader() {
    return new RevisionReader(ResourceTypes.installed(), "desired-state", "infra/policy");
  }

  private static PlannedNetwork network(DirectoryTree tree) {
    return assertInstanceOf(NetworkPlan.Planned.class, reader().network(tree)).network();
  }

  private static void converge(Fleet fleet, LabEngine engine) {
    for (String node : NODES) {
      Outcome outcome = engine.reconcile(fleet.node(new NodeName(node)).orElseThrow()).outcome();
      assertTrue(
          outcome instanceof Outcome.Converged || outcome instanceof Outcome.InSync,
          node + ": " + outcome);
    }
  }

  @Test
  void shouldLetInWhatTheMatrixSaysWhicheverFirewallANodeHas() throws Exception {
    write(
        "firewall",
        """
          - {name: web, from: role:workstation, to: role:server, ports: [22, 8000]}
          - {name: back, from: fw, to: role:workstation, ports: 8000-8001}
          - {name: all, from: "*", to: nft, ports: 8001}
          - {name: more, from: "*", to: fw, ports: 8001}
        """);
    DirectoryTree tree = DirectoryTree.of(folder);
    PlannedNetwork network = network(tree);
    Fleet fleet = assertInstanceOf(Loading.Loaded.class, reader().load(tree)).fleet();

    try (LabEngine engine = new LabEngine(lab, folder)) {
      assertEquals(
          uses(FirewallProgram.FIREWALLD), seen("fw", fleet, engine), "before anything is done");
      assertEquals(uses(FirewallProgram.UFW), seen("ufw", fleet, engine));
      assertEquals(Optional.of(FirewallUse.NONE), seen("nft", fleet, engine));
      converge(fleet, engine);
      assertEquals(flows.meant(network), flows.measured());
      assertEquals(
          uses(FirewallProgram.FIREWALLD), seen("fw", fleet, engine), "and it stays with it");
      assertEquals(uses(FirewallProgram.UFW), seen("ufw", fleet, engine));
      assertEquals(uses(FirewallProgram.NFTABLES), seen("nft", fleet, engine));

      lab.sh("ufw", "ufw allow 8001/tcp");
      lab.sh("fw", "firewall-cmd --zone=public --add-port=8000/tcp");
      assertEquals(flows.meant(network), flows.measured(), "what is opened beside has no effect");

      lab.sh("ufw", "sed -i '/-j DROP/d' /etc/ufw/before.rules && systemctl restart ufw");
      lab.sh(
          "fw",
          "sed -i 's/target=\"DROP\"/target=\"ACCEPT\"/' /etc/firewalld/policies/mesh-infra-in.xml"
              + " && systemctl reload firewalld");
      assertTrue(flows.measured().contains("stranger -> ufw:8001"), "somebody opened it by hand");
      assertTrue(flows.measured().contains("stranger -> fw:8000"), "and the other one");
      converge(fleet, engine);
      assertEquals(flows.meant(network), flows.measured());
    }

    knock();
    for (String node : List.of("fw", "ufw")) {
      lab.lab("reboot", node);
      lab.sh(node, "systemd-run -q --unit=web8000 python3 -m http.server 8000");
      lab.sh(node, "systemd-run -q --unit=web8001 python3 -m http.server 8001");
    }
    assertEquals(flows.meant(network), flows.measured(), "the firewalls are there after a boot");
    anotherOneWaits();
  }

  /** One that is named waits until somebody has turned off by hand the one that is there. */
  private static void anotherOneWaits() throws Exception {
    write("nftables", "  - {name: all, from: \"*\", to: \"*\", ports: 8001}");
    DirectoryTree tree = DirectoryTree.of(folder);
    PlannedNetwork network = network(tree);
    Fleet fleet = assertInstanceOf(Loading.Loaded.class, reader().load(tree)).fleet();
    try (LabEngine engine = new LabEngine(lab, folder)) {
      Pass waits = engine.reconcile(fleet.node(new NodeName("fw")).orElseThrow());
      assertTrue(
          waits.plan().orElseThrow().whyWaiting().contains("the node uses firewalld"),
          waits.toString());
      assertTrue(waits.plan().orElseThrow().isEmpty(), "nothing is touched");
      assertEquals(uses(FirewallProgram.FIREWALLD), seen("fw", fleet, engine));

      lab.sh("fw", "systemctl disable -q --now firewalld");
      converge(fleet, engine);
      assertEquals(flows.meant(network), flows.measured());
      assertEquals(uses(FirewallProgram.NFTABLES), seen("fw", fleet, engine));
    }
  }

  private static Optional<FirewallUse> uses(FirewallProgram program) {
    return Optional.of(FirewallUse.of(Set.of(program), Set.of(program)));
  }

  private static Optional<FirewallUse> seen(String node, Fleet fleet, LabEngine engine) {
    return engine
        .preview(fleet.node(new NodeName(node)).orElseThrow())
        .found()
        .orElseThrow()
        .facts()
        .firewalls();
  }

  /** 10/minute of each address, by the access path emergency. */
  private static void knock() {
    String knocks =
        lab.sh(
            "stranger",
            "for i in $(seq 14); do timeout 1 bash -c '</dev/tcp/%s/2222' 2>/dev/null && echo in; done"
                .formatted(lab.address("ufw")));
    assertTrue(knocks.lines().count() > 5, "the emergency port is open: " + knocks);
    assertTrue(knocks.lines().count() < 12, "and limited: " + knocks);
  }
}
