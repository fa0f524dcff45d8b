package io.meshinfra.network;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.meshinfra.support.MemoryTree;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An intent of 10,000 rules, and one of 5,000 nodes, are read, compiled, read back and proved in
 * bounded time, and four times as much of it costs far less than the square of that. CPU time of
 * this thread is measured, so that what else runs here has little to say.
 */
@Timeout(300)
class LargeIntentsTest {
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  /** Four times as much may cost that many times as much; 16 is what a square would be. */
  private static final double GROWTH = 10;

  /** In seconds; what takes less says nothing about growth. */
  private static final double SHORTEST = 0.2;

  /** In seconds, several times what a quiet machine needs. */
  private static final double MOST = 15;

  private static String nodes(String backEnd, int count, int roles) {
    return "version: 1\nmesh: {network: 10.0.0.0/8, interfaces: [wg0]}\nback_ends: [%s]\nnodes:\n"
            .formatted(backEnd)
        + IntStream.range(0, count)
            .mapToObj(i ->
                "  n%d: {internal_ip: 10.%d.%d.%d, roles: [%s]}\n"
                    .formatted(
                        i,
                        i / 40_000,
                        i / 200 % 200,
                        i % 200 + 1,
                        i == 0 ? "hub" : "r" + i % roles))
            .collect(Collectors.joining());
  }

  /** Each rule between two nodes that it happens, at a port of its own. */
  private static String manyRules(String backEnd, int nodes, int rules) {
    Random random = new Random(7);
    StringBuilder yaml = new StringBuilder(nodes(backEnd, nodes, 10)).append("access_policy:\n");
    for (int i = 0; i < rules; i++) {
      String from = i % 10 == 0 ? "role:r" + random.nextInt(10) : "n" + random.nextInt(nodes);
      yaml.append(
          "  - {name: rule-%d, from: %s, to: n%d, ports: [%d, %d-%d], protocol: %s}\n"
              .formatted(
                  i,
                  from,
                  random.nextInt(nodes),
                  1024 + i % 20_000,
                  30_000 + i,
                  30_004 + i,
                  i % 3 == 0 ? "udp" : "tcp"));
    }
    return yaml.toString();
  }

  private static String manyNodes(String backEnd, int nodes) {
    return nodes(backEnd, nodes, 5)
        + """
        access_policy:
          - {name: admin, from: admin, to: "*", ports: "*"}
          - {name: web, from: "*", to: role:r1, ports: [80, 443]}
          - {name: db, from: role:r1, to: role:r2, ports: 5432}
          - {name: logs, from: [role:r1, role:r2, role:r3], to: role:r4, ports: [514, 6514], protocol: any}
          - {name: metrics, from: role:r4, to: "*", ports: 9100-9110}
          - {name: peers, from: role:r3, to: role:r3, ports: 7000-7010}
        security_invariants: [admin_ports_never_public, default_deny_inbound]
        """;
  }

  private static double seconds(String yaml) {
    MemoryTree tree = MemoryTree.of("infra/policy/intent/network.yaml", yaml);
    long before = CPU.getCurrentThreadCpuTime();
    NetworkPlan plan = NetworkPlanner.plan(tree, "infra/policy/intent", Intents.NO_FLEET);
    double took = (CPU.getCurrentThreadCpuTime() - before) / 1e9;
    if (plan instanceof NetworkPlan.Refused(var findings)) {
      fail(findings.getFirst().toString());
    }
    return took;
  }

  @ParameterizedTest
  @ValueSource(strings = {"nftables", "firewalld", "ufw", "firewall"})
  void shouldProveTenThousandRulesInBoundedTime(String backEnd) {
    seconds(manyRules(backEnd, 200, 500));

    double quarter = seconds(manyRules(backEnd, 200, 2_500));
    assertGrows(quarter, seconds(manyRules(backEnd, 200, 10_000)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nftables", "firewalld", "ufw", "firewall"})
  void shouldProveThousandsOfNodesInBoundedTime(String backEnd) {
    seconds(manyNodes(backEnd, 500));

    double quarter = seconds(manyNodes(backEnd, 1_250));
    assertGrows(quarter, seconds(manyNodes(backEnd, 5_000)));
  }

  private static void assertGrows(double quarter, double whole) {
    String told = "%.2f s, and %.2f s for four times as much".formatted(quarter, whole);
    assertTrue(whole < MOST, told);
    assertTrue(whole < GROWTH * Math.max(quarter, SHORTEST), told);
  }
}
