package io.meshinfra.network.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.network.Intents;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Grants;
import io.meshinfra.network.matrix.MatrixMaker;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways of opening too much, told or not. */
class PublicPortsTest {
  private static PublicPorts with(String rules) {
    Intent intent = Intents.sound(Intents.nodes(3) + "access_policy:\n" + rules);
    List<Grant> grants = Grants.of(intent, new TreeMap<>());
    MatrixMaker.Made.Done made =
        assertInstanceOf(
            MatrixMaker.Made.Done.class,
            new MatrixMaker(MatrixMaker.MOST_WORK).make(intent.nodes().keySet(), grants));
    return new PublicPorts(intent, new TreeMap<>(), grants, made.matrix());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          from: "*", to: n1, ports: 22                                | tcp 22
          from: "*", to: n1, ports: 20-25                             | tcp 22-23
          from: "*", to: n1, ports: 22, rate_limit: 1/day             | tcp 22
          from: "*", to: n1, ports: 3389, protocol: udp               | udp 3389
          from: ["*", n2], to: role:r1, ports: [80, 5901]             | tcp 5901
          from: "*", to: n1, ports: 2376, protocol: any               | tcp 2376 udp 2376
          from: "*", to: n1, ports: [80, 443]                         |
          from: [n0, n2], to: n1, ports: 22                           |
          """)
  void shouldTellEachPortForAdministration(String rule, String ports) {
    List<String> broken = with("  - {name: rule, " + rule + "}\n").administration();

    String told =
        String.join(
            " ",
            broken.stream()
                .map(one -> one.replaceAll(".*everybody on (.*), by rule \\(.*\\)", "$1"))
                .toList());
    assertEquals(ports == null ? "" : ports, told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "*"             | all ports
          1-65535         | all ports
          2-65535         | 65534 ports
          [1-21, 24-65535] | 65533 ports
          [1-30000, 40000-50000] | 40001 ports
          1-30000         |
          [80, 443]       |
          """)
  void shouldTellRulesThatLeaveNothingDenied(String ports, String told) {
    List<String> broken =
        with("  - {name: rule, from: \"*\", to: n1, protocol: tcp, ports: " + ports + "}\n")
            .nearlyAll();

    assertEquals(
        told == null ? List.of() : List.of("n1 is open to everybody on " + told + " of tcp"),
        broken);
  }

  @ParameterizedTest
  @CsvSource({"1-20000, 20001-50000", "1-50000, 2-49999"})
  void shouldAddRulesUp(String one, String other) {
    List<String> broken =
        with("""
          - {name: one, from: "*", to: n1, ports: %s}
          - {name: other, from: "*", to: n1, ports: %s}
        """
                .formatted(one, other))
            .nearlyAll();

    assertEquals(List.of("n1 is open to everybody on 50000 ports of tcp"), broken);
  }
}
