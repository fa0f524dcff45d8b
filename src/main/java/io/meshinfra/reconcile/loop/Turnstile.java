package io.meshinfra.reconcile.loop;

import java.time.Duration;

/**
 * Lets those who come at once through one after the other: the first at once, each further one a
 * little later. Times are those of a {@link Ticker}.
 */
final class Turnstile {
  private final Duration apart;
  private Duration free = Duration.ZERO;

  Turnstile(Duration apart) {
    this.apart = apart;
  }

  /** When whoever comes now is through. */
  synchronized Duration pass(Duration now) {
    Duration through = free.compareTo(now) > 0 ? free : now;
    free = through.plus(apart);
    return through;
  }
}
