package io.meshinfra.network.tailscale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.network.Intents;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Large intents end in bounded time. */
class PolicyLimitsTest {
  /** On a machine that builds other things beside. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static String joined(String yaml) {
    return yaml.replace("nodes:\n", "back_ends: [tailscale]\nnodes:\n");
  }

  @Test
  void shouldMakeOneGrantOfTenThousandRulesBetweenTheSame() {
    String rules =
        IntStream.range(0, 10_000)
            .mapToObj(i ->
                "  - {name: r%d, from: n1, to: role:r2, ports: %d}%n".formatted(i, 2 * i + 1000))
            .collect(Collectors.joining());

    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          Planned planned = Planned.of(joined(Intents.nodes(30) + "access_policy:\n" + rules));
          String text = planned.compiled();
          assertEquals(List.of(), planned.differences(text));
          assertEquals(3, ((Policy.Reading.Read) PolicyReader.read(text)).policy().grants().size());
        });
  }

  @Test
  void shouldProveAThousandNodes() {
    String rules =
        """
        access_policy:
          - {name: all, from: role:r1, to: role:r2, ports: [22, 443]}
          - {name: names, from: "*", to: n0, ports: 53, protocol: udp}
        """;

    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          Planned planned = Planned.of(joined(Intents.nodes(1000) + rules));
          String text = planned.compiled();
          assertEquals(List.of(), planned.differences(text));
          assertTrue(text.length() < 300_000, () -> text.length() + " characters");
        });
  }
}
