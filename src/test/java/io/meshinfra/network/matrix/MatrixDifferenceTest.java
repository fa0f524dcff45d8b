package io.meshinfra.network.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.network.Intents;
import io.meshinfra.network.intent.Intent;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MatrixDifferenceTest {
  private static Matrix matrix(String rules) {
    return matrix(Intents.nodes(3), rules);
  }

  private static Matrix matrix(String nodes, String rules) {
    Intent intent = Intents.sound(nodes + "access_policy:\n" + rules);
    return assertInstanceOf(
            MatrixMaker.Made.Done.class,
            new MatrixMaker(MatrixMaker.MOST_WORK)
                .make(intent.nodes().keySet(), Grants.of(intent, new TreeMap<>())))
        .matrix();
  }

  private static List<String> told(String before, String after) {
    return MatrixDifference.between(matrix(before), matrix(after)).changed().stream()
        .map(MatrixDifference.Changed::toString)
        .toList();
  }

  @Test
  void shouldTellWhatIsOpenedAndClosed() {
    assertEquals(
        List.of("outside, n0 -> n2: +udp 53", "n1 -> n2: +tcp 80; udp 53 -tcp 443"),
        told(
            "  - {name: a, from: n1, to: n2, ports: [22, 443]}\n",
            """
              - {name: a, from: n1, to: n2, ports: [22, 80]}
              - {name: b, from: "*", to: n2, ports: 53, protocol: udp}
            """));
  }

  @Test
  void shouldTellThatALimitCameOrWent() {
    assertEquals(
        List.of("n1 -> n2: +tcp 80 (1/hour) -tcp 80"),
        told(
            "  - {name: a, from: n1, to: n2, ports: 80}\n",
            "  - {name: a, from: n1, to: n2, ports: 80, rate_limit: 1/hour}\n"));
  }

  @Test
  void shouldTellNothingOfRulesThatAreOnlyWrittenOtherwise() {
    assertTrue(
        MatrixDifference.between(
                matrix("  - {name: a, from: n1, to: n2, ports: [80, 81]}\n"),
                matrix(
                    """
                      - {name: x, from: [n1], to: role:r2, ports: 81}
                      - {name: y, from: role:r1, to: n2, ports: 80}
                    """))
            .isNothing());
  }

  @Test
  void shouldTellWhatIsBetweenManyInOneLine() {
    Matrix before = matrix(Intents.nodes(3_000), "  - {name: a, from: n0, to: n1, ports: 22}\n");
    Matrix after =
        matrix(
            Intents.nodes(3_000),
            """
              - {name: a, from: n0, to: n1, ports: 22}
              - {name: b, from: "*", to: role:r2, ports: 9100}
            """);

    List<MatrixDifference.Changed> changed = MatrixDifference.between(before, after).changed();

    assertEquals(1, changed.size());
    MatrixDifference.Changed only = changed.getFirst();
    assertEquals(1_000, only.to().size());
    assertEquals(3_001, only.from().size());
    assertTrue(only.opensToOutside());
    assertEquals("tcp 9100", only.opened().toString());
  }
}
