package io.meshinfra.converge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.converge.RunListener;
import io.meshinfra.converge.StepResult;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunEventsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  @Test
  void shouldOnlyBelieveInStepsThatWereHandedOver() {
    assertEquals(List.of(2), told(Optional.of(Set.of(1, 2)), "end 3 0", "end 2 0", "skipped 4"));
  }

  @Test
  void shouldTakeTheEndOfAStepOnce() {
    assertEquals(
        List.of(1, 2),
        told(Optional.of(Set.of(1, 2)), "end 1 0", "end 1 1", "skipped 1", "end 2 0"));
  }

  @Test
  void shouldBoundWhatIsKeptOfARunWithoutAPlan() {
    RunEvents events = new RunEvents(CLOCK, RunListener.NONE, Optional.empty());
    for (int i = 1; i <= 20_000; i++) {
      events.line("end " + i + " 0 aGk=");
    }
    assertEquals(10_000, events.results().size());
  }

  @Test
  void shouldNotKeepOutputThatIsTooLong() {
    RunEvents events = new RunEvents(CLOCK, RunListener.NONE, Optional.empty());

    events.line("end 1 0 " + "QUFB".repeat(100_000));

    assertEquals(
        "(the node sent more output than it should)", events.results().getFirst().output());
  }

  private static List<Integer> told(Optional<Set<Integer>> plan, String... lines) {
    RunEvents events = new RunEvents(CLOCK, RunListener.NONE, plan);
    List.of(lines).forEach(events::line);
    return events.results().stream().map(StepResult::number).toList();
  }
}
