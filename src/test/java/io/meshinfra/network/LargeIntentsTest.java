package io.meshinfra.network;

import static org.junit.jupiter.api.Assertions.fail;

import io.meshinfra.support.MemoryTree;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An intent of 10,000 rules, and one of 5,000 nodes, are read, compiled, read back and proved in
 * bounded time, and twice as much of it costs about twice as much. CPU time of this thread is
 * measured, so that what else runs here has little to say.
 */
@Timeout(300)
class LargeIntentsTest {
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  /** Four times as much may cost that many times as much; 16 is what a square would be. */
  private static final double GROWTH = 10;

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
  @CsvSource({"nftables, 200", "firewalld, 200", "ufw, 200", "firewall, 200"})
  void shouldProveTenThousandRulesInBoundedTime(String backEnd, int nodes) {
    seconds(manyRules(backEnd, nodes, 500));
    double quarter = seconds(manyRules(backEnd, nodes, 2_500));
    double whole = seconds(manyRules(backEnd, nodes, 10_000));
    System.out.printf("%s %d: %.2f %.2f%n", backEnd, nodes, quarter, whole);
  }

  @ParameterizedTest
  @CsvSource({"nftables, 5000", "firewalld, 5000", "ufw, 5000", "firewall, 5000"})
  void shouldProveThousandsOfNodesInBoundedTime(String backEnd, int nodes) {
    seconds(manyNodes(backEnd, 100));
    double quarter = seconds(manyNodes(backEnd, nodes / 4));
    System.out.printf("%s %d: %.2f%n", backEnd, nodes / 4, quarter);
    double whole = seconds(manyNodes(backEnd, nodes));
    System.out.printf("%s %d: %.2f %.2f%n", backEnd, nodes, quarter, whole);
  }
}
