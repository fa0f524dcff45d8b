package io.meshinfra.forge.little;

import com.sun.net.httpserver.HttpExchange;
import io.meshinfra.forge.little.Exchanged.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What a forge may do instead of answering well. */
@FunctionalInterface
public interface Mood {
  void answer(HttpExchange exchange) throws IOException;

  /** An answer that is whole, though not what was hoped for. */
  static Mood says(int status, String message, Map<String, String> headers) {
    Response response = Response.message(status, message);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      response = response.with(header.getKey(), header.getValue());
    }
    Response whole = response;
    return exchange -> LittleForge.send(exchange, whole);
  }

  static Mood html(int status) {
    return exchange ->
        LittleForge.send(
            exchange,
            new Response(status, Map.of("Content-Type", "text/html"), "<html>Log in</html>"));
  }

  /** Fine, with more headers than usual. */
  static Mood headed(String body, Map<String, String> headers) {
    Map<String, String> all = new java.util.TreeMap<>(headers);
    all.put("Content-Type", "application/json");
    return exchange -> LittleForge.send(exchange, new Response(200, all, body));
  }

  /** Fine by its headers, and something else in it. */
  static Mood json(String body) {
    return exchange ->
        LittleForge.send(
            exchange, new Response(200, Map.of("Content-Type", "application/json"), body));
  }

  /** Promises more than it sends, and hangs up. */
  static Mood cut() {
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write("[{\"number\":".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      exchange.getHttpContext().getServer().getExecutor().execute(exchange::close);
    };
  }

  /** Sends and sends, until nobody takes it any more. */
  static Mood endless(CountDownLatch over) {
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0);
      byte[] much = "[".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
      try (OutputStream out = exchange.getResponseBody()) {
        for (int i = 0; i < 10_000; i++) {
          out.write(much);
        }
      } finally {
        over.countDown();
      }
    };
  }

  /** Begins to answer, and says no more until the latch is open. */
  static Mood slow(CountDownLatch open) {
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('[');
      exchange.getResponseBody().flush();
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
    };
  }
}
