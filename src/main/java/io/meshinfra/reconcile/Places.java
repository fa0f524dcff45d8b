package io.meshinfra.reconcile;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Bounds how many passes are made at a time. A node that did not answer the last time needs no
 * place: it costs the hub one thread that waits, and must not cost the other nodes anything.
 */
final class Places {
  private final Semaphore free;

  Places(int parallel) {
    free = new Semaphore(parallel, true);
  }

  /**
   * @param wasAway whether the node did not answer the last time
   */
  <T> T make(boolean wasAway, Supplier<T> work) {
    return wasAway ? work.get() : inPlace(work);
  }

  private <T> T inPlace(Supplier<T> work) {
    try {
      free.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a place", e);
    }
    try {
      return work.get();
    } finally {
      free.release();
    }
  }
}
