package io.meshinfra.transport;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what the hub holds of the answers of all nodes together while it reads them: each node has
 * a bound of its own, but a thousand hostile ones would reach a thousand times that.
 *
 * <p>Every reader has a small allowance for itself, enough for the answer of a node in good order,
 * so that hostile nodes cannot keep the others from being read. What is beyond that comes out of
 * one store; who finds it empty waits a little, and what he reads waits at the node meanwhile.
 *
 * <p>Sized for a hub with 320 MiB of heap and 1,000 nodes: 48 MiB here, 80 KiB of allowances and 64
 * KiB of SSH window for each node.
 */
public final class OutputBudget {
  private static final int KIBIBYTE = 1024;
  private static final int ALL = 48 * KIBIBYTE; // in KiB
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /** What is taken out of the store at a time, so that it is asked seldom; in KiB. */
  private static final int PARCEL = 64;

  private final int all;
  private final Duration longestWait;
  private final Semaphore store;

  public OutputBudget() {
    this(ALL, LONGEST_WAIT);
  }

  /**
   * @param all size of the store, in KiB
   */
  OutputBudget(int all, Duration longestWait) {
    this.all = all;
    this.longestWait = longestWait;
    this.store = new Semaphore(all, true);
  }

  /**
   * @param allowance bytes that the reader may hold in any case
   */
  public Share share(int allowance) {
    return new Share(allowance / KIBIBYTE);
  }

  /** What is said of an answer for which there was no room. */
  public String exhausted() {
    return "the answers of other nodes take all of the "
        + all / KIBIBYTE
        + " MiB that the hub has for large ones; it was given up after "
        + Durations.text(longestWait)
        + " and is tried again";
  }

  /** What one reader holds; for one thread. */
  public final class Share implements AutoCloseable {
    private final int allowance;
    private int taken;

    private Share(int allowance) {
      this.allowance = allowance;
    }

    /**
     * Tells how much is held from now on.
     *
     * @return false if there is no room for it, also after a wait
     */
    public boolean hold(long bytes) {
      int beyond = (int) Math.max(0, (bytes + KIBIBYTE - 1) / KIBIBYTE - allowance);
      int wanted = beyond == 0 ? 0 : (beyond + PARCEL - 1) / PARCEL * PARCEL;
      if (wanted < taken) {
        store.release(taken - wanted);
      } else if (wanted > taken && !await(wanted - taken)) {
        return false;
      }
      taken = wanted;
      return true;
    }

    private boolean await(int more) {
      try {
        return store.tryAcquire(more, longestWait.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    /** Nothing is held any more. */
    @Override
    public void close() {
      store.release(taken);
      taken = 0;
    }
  }
}
