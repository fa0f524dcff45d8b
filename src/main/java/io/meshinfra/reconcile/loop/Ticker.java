package io.meshinfra.reconcile.loop;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Time that only goes forward, for what is due: a wall clock that is set back by a day must not put
 * off every pass by a day.
 *
 * @param nanos counts nanoseconds from any start
 */
public record Ticker(LongSupplier nanos) {
  public static final Ticker SYSTEM = since(System.nanoTime());

  private static Ticker since(long start) {
    return new Ticker(() -> System.nanoTime() - start);
  }

  /** Time since the ticker began; says nothing about the time of day. */
  public Duration now() {
    return Duration.ofNanos(nanos.getAsLong());
  }
}
