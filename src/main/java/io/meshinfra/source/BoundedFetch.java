package io.meshinfra.source;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Work with the remote that is given up when it takes too long, and whose failures are told in
 * words of the operator.
 */
record BoundedFetch(RemoteAddress address, Duration idleTimeout) {

  /** The work, until the deadline. */
  interface Work<T> {
    T until(Deadline deadline) throws Exception;
  }

  <T> T within(Duration limit, Work<T> work) throws FetchFailed {
    try {
      Deadline deadline = new Deadline(limit);
      return deadline.within(() -> work.until(deadline));
    } catch (TimeoutException e) {
      throw new FetchFailed(
          "the fetch from %s took longer than %d s and was given up"
              .formatted(address, limit.toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FetchFailed("the fetch was interrupted");
    } catch (ExecutionException e) {
      throw new FetchFailed(reason(e.getCause()));
    }
  }

  String reason(Throwable e) {
    return e instanceof FetchFailed failed
        ? failed.getMessage()
        : new FailureReason(address, Optional.empty(), idleTimeout.toSeconds()).of(e);
  }
}
