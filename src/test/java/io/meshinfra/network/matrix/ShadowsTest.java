package io.meshinfra.network.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Finding;
import io.meshinfra.network.Intents;
import io.meshinfra.network.intent.IntentReader;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShadowsTest {
  private static List<Finding> warnings(int nodes, String rules) {
    return Shadows.of(Intents.sound(Intents.nodes(nodes) + "access_policy:\n" + rules));
  }

  @Test
  void shouldTellEachOfThousands() {
    String wide = "  - {name: wide, from: \"*\", to: \"*\", ports: 80}\n";
    String narrow =
        IntStream.range(0, 9_900)
            .mapToObj(i ->
                "  - {name: r%d, from: n%d, to: n%d, ports: 80}%n".formatted(i, i % 99, i / 99))
            .collect(Collectors.joining());

    List<Finding> warnings = warnings(100, wide + narrow);

    assertEquals(9_900, warnings.size());
    assertEquals(
        99,
        warnings.stream().filter(warning -> warning.message().contains("reaches itself")).count());
    assertTrue(
        warnings.get(1).message().startsWith("the rule r1 changes nothing: wide at "),
        warnings.get(1).message());
  }

  @Test
  void shouldEndWhereSoManyAreAlikeThatNobodyCouldWait() {
    String rules =
        IntStream.rangeClosed(1, IntentReader.MOST_RULES)
            .mapToObj(i -> "  - {name: r%d, from: n1, to: n2, ports: %d}%n".formatted(i, i))
            .collect(Collectors.joining());

    List<Finding> warnings = warnings(3, rules);

    assertEquals(
        List.of("there are too many rules to tell of each whether others allow it"),
        warnings.stream().map(Finding::message).toList());
  }

  @Test
  void shouldTellNothingOfRulesThatEachOpenSomething() {
    assertEquals(
        List.of(),
        warnings(
            4,
            """
              - {name: a, from: n1, to: n2, ports: [80, 443]}
              - {name: b, from: role:r1, to: n3, ports: 80}
              - {name: c, from: n1, to: n2, ports: 80, protocol: udp}
              - {name: d, from: "*", to: n2, ports: 80, rate_limit: 1/minute}
            """));
  }
}
