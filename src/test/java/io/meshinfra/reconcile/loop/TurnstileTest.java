package io.meshinfra.reconcile.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private final Turnstile turnstile = new Turnstile(Duration.ofMillis(20));

  private List<Long> pass(long millis, int count) {
    return Stream.generate(() -> turnstile.pass(Duration.ofMillis(millis)).toMillis())
        .limit(count)
        .toList();
  }

  @Test
  void shouldLetTheFirstThroughAtOnceAndTheOthersOneByOne() {
    assertEquals(List.of(1000L, 1020L, 1040L), pass(1000, 3));
    assertEquals(List.of(1060L), pass(1050, 1));
    assertEquals(List.of(5000L), pass(5000, 1));
  }
}
