package io.meshinfra.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Speaks the protocol as assistants do: JSON-RPC over streamable HTTP. */
final class McpClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI mcp;
  private final Optional<String> token;
  private Optional<String> session = Optional.empty();
  private int number;

  McpClient(URI mcp, Optional<String> token) {
    this.mcp = mcp;
    this.token = token;
  }

  /** The same session, shown with another token. */
  McpClient with(String other) {
    McpClient client = new McpClient(mcp, Optional.of(other));
    client.session = session;
    return client;
  }

  /** Begins a session; gives what the server says of itself. */
  JsonNode initialize() {
    ObjectNode params = JSON.createObjectNode().put("protocolVersion", "2025-06-18");
    params.putObject("capabilities");
    params.putObject("clientInfo").put("name", "test").put("version", "1");
    HttpResponse<String> answer = send(request("initialize", params, true));
    session = answer.headers().firstValue("Mcp-Session-Id");
    JsonNode result = body(answer).path("result");
    send(request("notifications/initialized", JSON.createObjectNode(), false));
    return result;
  }

  List<String> tools() {
    JsonNode result = rpc("tools/list", JSON.createObjectNode()).path("result");
    return result
        .path("tools")
        .valueStream()
        .map(tool -> tool.path("name").asText())
        .sorted()
        .toList();
  }

  JsonNode toolsWithAll() {
    return rpc("tools/list", JSON.createObjectNode()).path("result").path("tools");
  }

  /** The whole answer of a tool. */
  JsonNode call(String tool, String arguments) {
    try {
      ObjectNode params = JSON.createObjectNode().put("name", tool);
      params.set("arguments", JSON.readTree(arguments));
      return rpc("tools/call", params);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a tool said, that did not fail. */
  String said(String tool, String arguments) {
    JsonNode answer = call(tool, arguments);
    if (answer.path("result").path("isError").asBoolean(true)) {
      throw new AssertionError(tool + " failed: " + answer);
    }
    return text(answer);
  }

  static String text(JsonNode answer) {
    return answer.path("result").path("content").path(0).path("text").asText();
  }

  JsonNode rpc(String method, ObjectNode params) {
    return body(send(request(method, params, true)));
  }

  HttpResponse<String> post(String body) {
    return send(builder().POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String method, ObjectNode params, boolean answered) {
    ObjectNode message = JSON.createObjectNode().put("jsonrpc", "2.0").put("method", method);
    if (answered) {
      message.put("id", ++number);
    }
    message.set("params", params);
    return builder().POST(HttpRequest.BodyPublishers.ofString(message.toString()));
  }

  private HttpRequest.Builder builder() {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(mcp)
            .timeout(Duration.ofSeconds(90))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    token.ifPresent(t -> builder.header("Authorization", "Bearer " + t));
    session.ifPresent(s -> builder.header("Mcp-Session-Id", s));
    return builder;
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of one JSON object, or of the message of a stream. */
  private static JsonNode body(HttpResponse<String> answer) {
    String text = answer.body();
    if (answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")) {
      text =
          text.lines()
              .filter(line -> line.startsWith("data:"))
              .map(line -> line.substring(5))
              .findFirst()
              .orElse("");
    }
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(answer.statusCode() + ": " + text, e);
    }
  }
}
