package io.meshinfra.converge.shell;

import java.time.Duration;

/**
 * Which generations a node keeps. The last one is always kept.
 *
 * @param most how many
 * @param oldest how long since it ended
 */
public record Keeping(int most, Duration oldest) {
  public static final Keeping USUAL = new Keeping(20, Duration.ofDays(30));

  public Keeping {
    if (most < 1 || oldest.isNegative() || oldest.isZero()) {
      throw new IllegalArgumentException(
          "a node keeps at least one generation for some time, not %d for %s"
              .formatted(most, oldest));
    }
  }
}
