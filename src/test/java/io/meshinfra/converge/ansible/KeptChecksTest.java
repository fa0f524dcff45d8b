package io.meshinfra.converge.ansible;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.model.NodeName;
import io.meshinfra.resource.PlaybookRun;
import io.meshinfra.resource.ProbedByPlaybook.CheckResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeptChecksTest {
  private static final NodeName NODE = new NodeName("hub");
  private static final CheckResult GOOD = new CheckResult.Finished(List.of());
  private static final CheckResult BAD = new CheckResult.NotTold("away");

  private final MovingClock clock = new MovingClock();
  private final KeptChecks kept = new KeptChecks(clock, Duration.ofHours(1));

  private static PlaybookRun run(String inputs) {
    return new PlaybookRun("site.yaml", "", List.of(), new TreeMap<>(), inputs);
  }

  @Test
  void shouldKeepAResultForTheInterval() {
    kept.keep(NODE, run("one"), GOOD);

    clock.moveOn(Duration.ofMinutes(59));
    assertEquals(Optional.of(GOOD), kept.find(NODE, run("one")));
    clock.moveOn(Duration.ofMinutes(1));
    assertEquals(Optional.empty(), kept.find(NODE, run("one")));
  }

  @Test
  void shouldAskAgainWithinAMinuteForWhatCouldNotBeTold() {
    kept.keep(NODE, run("one"), BAD);

    assertEquals(Optional.of(BAD), kept.find(NODE, run("one")));
    clock.moveOn(Duration.ofMinutes(1));
    assertEquals(Optional.empty(), kept.find(NODE, run("one")));
  }

  @Test
  void shouldNotUseAResultOfOtherInputsOrAnotherNode() {
    kept.keep(NODE, run("one"), GOOD);

    assertEquals(Optional.empty(), kept.find(NODE, run("two")));
    assertEquals(Optional.empty(), kept.find(new NodeName("laptop"), run("one")));
  }

  @Test
  void shouldForgetWhatARealRunChanges() {
    kept.keep(NODE, run("one"), GOOD);
    kept.forget(NODE, run("one"));

    assertEquals(Optional.empty(), kept.find(NODE, run("one")));
  }

  /** A clock that moves when it is told. */
  private static final class MovingClock extends Clock {
    private Instant now = Instant.parse("2026-01-05T08:00:00Z");

    void moveOn(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
