package io.meshinfra.cli.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.meshinfra.cli.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** An HTTP server that answers as the hub does, or as told. */
public final class FakeHub implements AutoCloseable {
  private record Answer(int status, String type, String body) {}

  private final HttpServer server;
  private final Path token;
  private final Map<String, Answer> answers = new HashMap<>();
  public final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  public FakeHub(Path folder) throws IOException {
    token = Files.writeString(folder.resolve("token"), "correct-horse\n");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public FakeHub answers(String request, String body) {
    return answers(request, 200, "application/json", body);
  }

  public FakeHub answers(String request, int status, String type, String body) {
    answers.put(request, new Answer(status, type, body));
    return this;
  }

  public CommandRun run(String... arguments) {
    return setting().run(arguments);
  }

  public CommandRun.Setting setting() {
    return CommandRun.here().with("MESH_HUB", address()).with("MESH_TOKEN_FILE", token.toString());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String request =
          exchange.getRequestMethod() + " " + exchange.getRequestURI().toString().substring(7);
      requests.add((request + " " + body).strip());
      Answer answer = answers.get(request);
      if (!"Bearer correct-horse".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        answer = new Answer(401, "application/problem+json", "{\"status\":401}");
      } else if (answer == null) {
        answer =
            new Answer(
                404,
                "application/problem+json",
                "{\"status\":404,\"detail\":\"nothing at " + request + "\"}");
      }
      exchange.getResponseHeaders().add("Content-Type", answer.type());
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
