package io.meshinfra.transport.ssh;

import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.transport.Durations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks host names up in bounded time; the system's own limit may be half a minute. */
final class Names {
  private static final int MOST_ADDRESSES = 3;

  private Names() {}

  /** At least one address, and not more than three. */
  static List<InetAddress> look(String host, Duration timeout)
      throws IOException, InterruptedException {
    CompletableFuture<InetAddress[]> found = new CompletableFuture<>();
    Thread.ofVirtual().name("name-look-up").start(() -> look(host, found));
    try {
      InetAddress[] all = found.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return Arrays.stream(all).limit(MOST_ADDRESSES).toList();
    } catch (TimeoutException e) {
      throw new Blocked(
          Obstacle.NO_NAME, "its name was not found within " + Durations.text(timeout), e);
    } catch (ExecutionException e) {
      throw new Blocked(Obstacle.NO_NAME, "unknown host name", e.getCause());
    }
  }

  private static void look(String host, CompletableFuture<InetAddress[]> found) {
    try {
      found.complete(InetAddress.getAllByName(host));
    } catch (UnknownHostException | RuntimeException e) {
      found.completeExceptionally(e);
    }
  }
}
