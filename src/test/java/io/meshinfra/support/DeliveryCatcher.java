package io.meshinfra.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.meshinfra.forge.Delivery;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** Takes the webhooks that a forge sends. */
public final class DeliveryCatcher implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private final HttpServer server;
  private final List<Delivery> caught = new CopyOnWriteArrayList<>();

  /**
   * @param address of this machine that the forge can reach
   */
  public DeliveryCatcher(String address) throws IOException {
    server = HttpServer.create(new InetSocketAddress(address, 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new HashMap<>();
      exchange.getRequestHeaders().forEach((name, all) -> headers.put(name, all.getFirst()));
      caught.add(new Delivery(headers, exchange.getRequestBody().readAllBytes()));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  public String url() {
    return "http://%s:%d/hook"
        .formatted(server.getAddress().getHostString(), server.getAddress().getPort());
  }

  public List<Delivery> all() {
    return List.copyOf(caught);
  }

  /** Waits until everything was told, in whatever order. */
  public <T> void await(Function<Delivery, T> reader, List<T> everything) {
    Awaitility.await()
        .atMost(LONGEST)
        .until(() -> all().stream().map(reader).toList(), told -> told.containsAll(everything));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
