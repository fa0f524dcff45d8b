package io.meshinfra.reconcile.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.journal.Suspension;
import io.meshinfra.model.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private final Pace pace = new Pace(new Random(7), Duration.ofSeconds(15));

  @Test
  void shouldWaitForTheIntervalAfterAPassThatSettled() {
    assertAbout(INTERVAL, pace.next(INTERVAL, new Outcome.InSync(), 0));
    assertAbout(INTERVAL, pace.next(INTERVAL, new Outcome.Skipped("tried before"), 0));
  }

  @Test
  void shouldDoubleTheWaitAfterEachFailureUpToTheInterval() {
    Outcome failed = new Outcome.Failed("no");
    assertAbout(Duration.ofSeconds(15), pace.next(INTERVAL, failed, 1));
    assertAbout(Duration.ofSeconds(60), pace.next(INTERVAL, failed, 3));
    assertAbout(INTERVAL, pace.next(INTERVAL, failed, 1_000));
  }

  @Test
  void shouldLookWhenASuspensionEndsAndAfterTheIntervalAtTheLatest() {
    assertEquals(Duration.ofSeconds(31), pace.suspended(INTERVAL, until(30), Instant.EPOCH));
    assertAbout(INTERVAL, pace.suspended(INTERVAL, until(86_400), Instant.EPOCH));
    assertEquals(Duration.ZERO, pace.suspended(INTERVAL, until(-9), Instant.EPOCH));
  }

  private static Suspension until(long seconds) {
    Optional<Instant> until = Optional.of(Instant.EPOCH.plusSeconds(seconds));
    return new Suspension(new NodeName("a"), "repair", "ada", Instant.EPOCH, until);
  }

  private static void assertAbout(Duration expected, Duration actual) {
    long tenth = expected.toMillis() / 10;
    long off = Math.abs(expected.toMillis() - actual.toMillis());
    assertTrue(off <= tenth, expected + " is not about " + actual);
  }
}
