package io.meshinfra.reconcile.loop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private final Semaphore gate = new Semaphore(0);
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void letGo() throws InterruptedException {
    gate.release(1_000);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private Object hold() {
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    gate.acquireUninterruptibly();
    return inside.decrementAndGet();
  }

  private void come(int count, Runnable work) {
    IntStream.range(0, count).forEach(i -> threads.add(Thread.ofVirtual().start(work)));
  }

  @Test
  void shouldKeepHalfOfThePlacesForThoseWhoWereThere() {
    Places places = new Places(10, 100);
    come(500, () -> places.makeReturning(this::hold));
    await().until(() -> inside.get() == 5);

    come(20, () -> places.make(false, this::hold));

    await().until(() -> inside.get() == 10);
    assertEquals(10, most.get());
  }

  @Test
  void shouldLetNoMoreReturnThanItIsTold() {
    Places places = new Places(1_000, 32);
    come(500, () -> places.makeReturning(this::hold));

    await().until(() -> inside.get() == 32);
    assertEquals(32, most.get());
  }

  @Test
  void shouldLetOneReturnThoughThereIsOnePlaceOnly() {
    Places places = new Places(1, 32);

    gate.release();
    Object left = places.makeReturning(this::hold);
    assertEquals(0, left);
  }

  @Test
  void shouldTakeNoPlaceForANodeThatIsAway() {
    Places places = new Places(1, 1);
    come(1, () -> places.make(false, this::hold));
    await().until(() -> inside.get() == 1);

    come(5, () -> places.make(true, this::hold));

    await().until(() -> inside.get() == 6);
  }

  @Test
  void shouldGiveThePlaceBackAfterAFault() {
    Places places = new Places(1, 1);
    for (int i = 0; i < 3; i++) {
      try {
        places.makeReturning(() -> {
          throw new IllegalStateException("as the test wants it");
        });
      } catch (IllegalStateException e) {
        assertEquals("as the test wants it", e.getMessage());
      }
    }
    int seven = places.makeReturning(() -> 7);
    assertEquals(7, seven);
  }
}
