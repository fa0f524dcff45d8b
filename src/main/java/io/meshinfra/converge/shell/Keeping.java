package io.meshinfra.converge.shell;

import java.time.Duration;

/**
 * Which generations a node keeps. The last one is always kept.
 *
 * @param most how many
 * @param oldest how long since it ended
 * @param mebibytes room on the disk of the node for all of them together, runs of the last one with
 *     it; the oldest go first
 */
public record Keeping(int most, Duration oldest, int mebibytes) {
  public static final Keeping USUAL = new Keeping(20, Duration.ofDays(30), 512);

  public Keeping {
    if (most < 1 || oldest.isNegative() || oldest.isZero() || mebibytes < 1) {
      throw new IllegalArgumentException(
          "a node keeps at least one generation for some time in at least 1 MiB, not %d for %s in %d MiB"
              .formatted(most, oldest, mebibytes));
    }
  }

  /** Lines for the scripts on the node, each with its line feed. */
  public String lines() {
    return "keep %d\nage %d\nmebibytes %d\n".formatted(most, oldest.toSeconds(), mebibytes);
  }
}
