package io.meshinfra.source;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/**
 * Ends work that takes too long. The idle limit of a connection is not enough: a server that sends
 * one byte now and then never reaches it.
 */
final class Deadline extends EmptyProgressMonitor {
  private final Duration limit;
  private volatile boolean passed;

  Deadline(Duration limit) {
    this.limit = limit;
  }

  /** Git asks now and then while it computes. */
  @Override
  public boolean isCancelled() {
    return passed;
  }

  /**
   * Waits for the work at most until the limit. After that the work is told to stop, and not waited
   * for: its connection is closed by the interrupt.
   *
   * @throws TimeoutException when the limit passed
   */
  <T> T within(Callable<T> work) throws TimeoutException, ExecutionException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread worker = Thread.ofVirtual().name("git-fetch").start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | InterruptedException e) {
      passed = true;
      worker.interrupt();
      throw e;
    }
  }
}
