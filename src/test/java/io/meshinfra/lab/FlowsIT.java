package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.reconcile.flow.FlowFinding;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import io.meshinfra.reconcile.flow.FlowReport;
import io.meshinfra.reconcile.flow.FlowScope;
import io.meshinfra.reconcile.flow.FlowTrials;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LabEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real nodes try the matrix against each other; then firewalls are changed by hand. */
@Timeout(300)
class FlowsIT {
  private static final int LAB_ID = 70;
  private static final List<String> NODES = List.of("a", "b", "c");

  private static Lab lab;

  @TempDir static Path folder;

  @BeforeAll
  static void start() throws Exception {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root and its packages");
    lab = Lab.up(LAB_ID, "a:apt,b:apt,c:apt");
    Files.createDirectories(folder.resolve(".git"));
    Files.createDirectories(folder.resolve("desired-state"));
    Files.writeString(folder.resolve("desired-state/nodes.yaml"), lab.manifests());
    Files.createDirectories(folder.resolve("infra/policy/intent"));
    Files.writeString(
        folder.resolve("infra/policy/intent/network.yaml"),
        """
        version: 1
        mesh: {network: 10.147.0.0/16, interfaces: [eth0]}
        back_ends: [nftables]
        nodes:
          console: {internal_ip: 10.147.255.254, roles: [hub], managed: false}
          a: {internal_ip: %s, roles: [server]}
          b: {internal_ip: %s, roles: [workstation]}
          c: {internal_ip: %s, roles: [workstation]}
        access_policy:
          - {name: web, from: role:workstation, to: role:server, ports: [22, 8000-8010]}
          - {name: back, from: a, to: b, ports: 8000}
          - {name: games, from: b, to: c, ports: 3074, protocol: udp}
        security_invariants: [admin_ports_never_public, default_deny_inbound]
        """
            .formatted(lab.address("a"), lab.address("b"), lab.address("c")));
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  private static List<String> told(FlowReport report, Verdict verdict) {
    return report.findings().stream()
        .filter(finding -> finding.verdict() == verdict)
        .map(finding -> finding.flow().toString())
        .toList();
  }

  private static String all(FlowReport report) {
    return report.findings().stream()
        .map(FlowFinding::toString)
        .collect(Collectors.joining("\n", report.toString().substring(0, 40) + "\n", "\n"));
  }

  @Test
  void shouldFindWhatIsOpenAndWhatIsShutAgainstTheIntent() throws Exception {
    DirectoryTree tree = DirectoryTree.of(folder);
    RevisionReader reader =
        new RevisionReader(ResourceTypes.installed(), "desired-state", "infra/policy");
    PlannedNetwork network =
        assertInstanceOf(NetworkPlan.Planned.class, reader.network(tree)).network();
    Fleet fleet = assertInstanceOf(Loading.Loaded.class, reader.load(tree)).fleet();
    List<NodeName> sources = NODES.stream().map(NodeName::new).toList();
    FlowTrials.Wish wish = new FlowTrials.Wish(sources, FlowScope.ALL, true);
    try (LabEngine engine = new LabEngine(lab, folder)) {
      for (NodeName node : sources) {
        Outcome outcome = engine.reconcile(fleet.node(node).orElseThrow()).outcome();
        assertInstanceOf(Outcome.Converged.class, outcome, outcome.toString());
      }
      FlowReport asMeant = engine.engine().flows().test(network, fleet, wish, Runnable::run);

      assertEquals(List.of(), told(asMeant, Verdict.LEAKS), all(asMeant));
      assertEquals(List.of(), told(asMeant, Verdict.FAILS), all(asMeant));
      assertTrue(asMeant.count(Verdict.HELD) > 40, all(asMeant));
      assertTrue(asMeant.count(Verdict.WORKS) >= 10, all(asMeant));

      lab.sh(
          "a",
          "sed -i 's/policy drop/policy accept/' /etc/nftables.conf && systemctl reload nftables");
      lab.sh(
          "b",
          "nft 'add table inet hand; add chain inet hand in { type filter hook input priority -5; };"
              + " add rule inet hand in tcp dport 8000 drop'");
      FlowReport byHand = engine.engine().flows().test(network, fleet, wish, Runnable::run);

      assertTrue(told(byHand, Verdict.LEAKS).contains("b -> a:47113/tcp"), all(byHand));
      assertTrue(
          told(byHand, Verdict.LEAKS).stream().allMatch(flow -> flow.contains("-> a:")),
          all(byHand));
      assertEquals(List.of("a -> b:8000/tcp"), told(byHand, Verdict.FAILS), all(byHand));
    }
    CommandRun run =
        CommandRun.here()
            .run(
                "test",
                "-f",
                folder.resolve("desired-state").toString(),
                "--identity",
                lab.key().toString());
    System.out.println(run.out() + run.err());
    assertEquals(1, run.code(), run.err());
  }
}
