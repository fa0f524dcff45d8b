package io.meshinfra.reconcile.pass;

import io.meshinfra.model.RunId;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes run ids that sort by time, e.g. {@code 20260102t150405-1a2b3c4d}. */
public final class RunIds {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmss").withZone(ZoneOffset.UTC);

  private final Clock clock;
  private final RandomGenerator random;

  public RunIds(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  public RunId next() {
    return new RunId(
        TIME.format(clock.instant()) + "-" + HexFormat.of().toHexDigits(random.nextInt()));
  }
}
