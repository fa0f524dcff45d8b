package io.meshinfra.forge.client;

import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One request and its whole reply, within a time and a size. */
final class Exchange {
  /** A hundred pull requests have about 3 MB on GitHub, a hundred long comments 7 MB. */
  static final int LARGEST = 16 << 20;

  /** The forge sends more than anybody asked for. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;
  }

  private Exchange() {}

  /**
   * @throws TimeoutException when it takes too long; what still goes on is to be cut off
   * @throws ExecutionException with what went wrong
   */
  static Reply within(Duration longest, Supplier<Response> request)
      throws TimeoutException, ExecutionException, InterruptedException {
    FutureTask<Reply> task = new FutureTask<>(() -> whole(request.get()));
    Thread worker = Thread.ofVirtual().name("forge").start(task);
    try {
      return task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | InterruptedException e) {
      worker.interrupt();
      throw e;
    }
  }

  private static Reply whole(Response response) throws IOException {
    try (response) {
      Map<String, String> headers =
          response.getStringHeaders().entrySet().stream()
              .filter(header -> !header.getValue().isEmpty())
              .collect(Collectors.toMap(Map.Entry::getKey, h -> h.getValue().getFirst()));
      return new Reply(response.getStatus(), headers, body(response));
    }
  }

  private static byte[] body(Response response) throws IOException {
    if (!response.hasEntity()) {
      return new byte[0];
    }
    byte[] body = response.readEntity(InputStream.class).readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      throw new TooLarge();
    }
    return body;
  }
}
