package io.meshinfra.secret.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.SecretServer;
import io.meshinfra.secret.SecretSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** A server on this machine that answers as the published API of the real one does. */
public final class LittleServer implements AutoCloseable {
  /** What it says to one request. */
  public record Says(int status, String body) {}

  /** What decides it. */
  public interface Answering {
    Says to(String method, String pathAndQuery, Map<String, String> headers, String body)
        throws Exception;
  }

  private final HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicReference<Answering> answering = new AtomicReference<>();

  public LittleServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public LittleServer says(Answering how) {
    answering.set(how);
    return this;
  }

  /** Methods and paths, in their order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String what = exchange.getRequestURI().toString();
      asked.add(exchange.getRequestMethod() + " " + what);
      Map<String, String> headers = new HashMap<>();
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Says says = answering.get().to(exchange.getRequestMethod(), what, headers, body);
      byte[] bytes = says.body().getBytes(StandardCharsets.UTF_8);
      if (says.status() / 100 == 3) {
        exchange.getResponseHeaders().add("Location", says.body());
      }
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(says.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Settings with this server alone, whose credentials are in files of the folder. */
  public SecretSettings settings(
      String name, Path folder, Map<String, String> credentials, Map<String, String> options)
      throws IOException {
    Map<String, SecretRef> names = new HashMap<>();
    for (Map.Entry<String, String> one : credentials.entrySet()) {
      Path file = Files.writeString(folder.resolve(one.getKey()), one.getValue());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      names.put(one.getKey(), new SecretRef("file", file.toString()));
    }
    SecretServer here =
        new SecretServer(address(), names, options, Optional.empty(), Duration.ofSeconds(2));
    return new SecretSettings(List.of(), "X_", SecretSettings.Programs.USUAL, Map.of(name, here));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
