package io.meshinfra.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutputBudgetTest {
  private static final int KIBIBYTE = 1024;
  private static final int ALLOWANCE = 4 * KIBIBYTE;

  private static OutputBudget budget(int kibibytes, Duration longestWait) {
    return new OutputBudget(kibibytes, longestWait);
  }

  @Test
  void shouldGiveEveryReaderItsAllowance() {
    OutputBudget empty = budget(0, Duration.ZERO);

    List<OutputBudget.Share> all =
        IntStream.range(0, 1000).mapToObj(i -> empty.share(ALLOWANCE)).toList();

    assertTrue(all.stream().allMatch(share -> share.hold(ALLOWANCE)));
    assertFalse(all.getFirst().hold(ALLOWANCE + 1));
  }

  @Test
  void shouldBoundWhatAThousandHostileNodesFillTogether() {
    OutputBudget budget = budget(1024, Duration.ZERO);
    long held = 0;
    for (int node = 0; node < 1000; node++) {
      OutputBudget.Share share = budget.share(ALLOWANCE);
      long own = 0;
      while (own < 32 * KIBIBYTE * KIBIBYTE && share.hold(own + 512)) {
        own += 512;
      }
      held += own;
    }

    assertTrue(held > 1024 * KIBIBYTE, held + " bytes");
    assertTrue(held <= 1024 * KIBIBYTE + 1000L * ALLOWANCE, held + " bytes");
  }

  @Test
  void shouldTakeBackWhatIsNotHeldAnyMore() {
    OutputBudget budget = budget(64, Duration.ZERO);
    OutputBudget.Share first = budget.share(0);
    OutputBudget.Share second = budget.share(0);
    assertTrue(first.hold(64 * KIBIBYTE));
    assertFalse(second.hold(1));

    first.close();

    assertTrue(second.hold(64 * KIBIBYTE));
    assertTrue(second.hold(0));
    assertTrue(first.hold(1));
  }

  @Test
  void shouldLetAReaderWaitForRoom() throws Exception {
    OutputBudget budget = budget(64, Duration.ofMinutes(1));
    OutputBudget.Share first = budget.share(0);
    first.hold(64 * KIBIBYTE);
    FutureTask<Boolean> second = new FutureTask<>(() -> budget.share(0).hold(1));
    Thread waiting = Thread.ofVirtual().start(second);
    await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

    first.close();

    assertTrue(second.get());
  }

  @Test
  void shouldGiveUpALongLineForWhichThereIsNoRoom() {
    OutputBudget budget = budget(64, Duration.ofMillis(10));
    budget.share(0).hold(64 * KIBIBYTE);

    assertEquals(Optional.of(budget.exhausted()), read("x".repeat(100_000), budget));
    assertTrue(budget.exhausted().contains("is tried again"), budget.exhausted());
    assertEquals(Optional.empty(), read("short\n".repeat(100_000), budget));
  }

  @Test
  void shouldHoldALongLineNoLongerThanItIsRead() {
    OutputBudget budget = budget(256, Duration.ZERO);

    assertEquals(
        Optional.empty(), read(("x".repeat(100_000) + "\n").repeat(20) + "short\n", budget));
    assertTrue(budget.share(0).hold(256 * KIBIBYTE));
  }

  private static Optional<String> read(String output, OutputBudget budget) {
    List<String> lines = new ArrayList<>();
    return new OutputLines(Long.MAX_VALUE, lines::add, budget)
        .read(new ByteArrayInputStream((Delivery.BEGUN + "\n" + output).getBytes(UTF_8)))
        .map(OutputLines.Stop::reason);
  }
}
