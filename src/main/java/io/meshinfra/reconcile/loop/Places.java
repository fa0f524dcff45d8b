package io.meshinfra.reconcile.loop;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Bounds how many passes are made at a time. A node that did not answer the last time needs no
 * place: it costs the hub one thread that waits, and must not cost the other nodes anything.
 */
public final class Places {
  private final Semaphore free;
  private final Semaphore returning;

  /**
   * @param returning of the places, how many nodes that come back may take; never more than half of
   *     them, so that those that were there all the time go on
   */
  public Places(int parallel, int returning) {
    this.free = new Semaphore(parallel, true);
    this.returning = new Semaphore(Math.min(returning, Math.max(1, parallel / 2)), true);
  }

  /**
   * @param wasAway whether the node did not answer the last time
   */
  public <T> T make(boolean wasAway, Supplier<T> work) {
    return wasAway ? work.get() : within(free, work);
  }

  /** For a node that was away and answers again: many may do so at once, after a power cut. */
  <T> T makeReturning(Supplier<T> work) {
    return within(returning, () -> within(free, work));
  }

  private static <T> T within(Semaphore bound, Supplier<T> work) {
    try {
      bound.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a place", e);
    }
    try {
      return work.get();
    } finally {
      bound.release();
    }
  }
}
