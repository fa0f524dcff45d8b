package io.meshinfra.cli.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Talks to a hub. What comes back is bounded in size and time, and hostile until parsed. */
final class HubClient {
  /** Ten times what 5,000 nodes need. */
  private static final long LARGEST_ANSWER = 64L << 20;

  private static final Duration CONNECT = Duration.ofSeconds(5);
  static final Duration USUAL_WAIT = Duration.ofSeconds(30);

  private final URI hub;
  private final TokenFile token;
  private final HttpClient http;

  HubClient(URI hub, TokenFile token) {
    this.hub = hub;
    this.token = token;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  JsonNode get(String path) {
    return get(path, USUAL_WAIT);
  }

  JsonNode get(String path, Duration wait) {
    return send(request(path).GET().build(), wait);
  }

  /**
   * @param body a missing node for none
   */
  JsonNode post(String path, JsonNode body, Duration wait) {
    HttpRequest.Builder request = request(path);
    if (body.isMissingNode()) {
      return send(request.POST(HttpRequest.BodyPublishers.noBody()).build(), wait);
    }
    return send(
        request
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build(),
        wait);
  }

  /** An endless answer; only its beginning is waited for within a limit. */
  HttpResponse<InputStream> stream(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(request(path).build(), (name, value) -> !name.equals("Accept"))
            .header("Accept", "text/event-stream")
            .GET()
            .build();
    HttpResponse<InputStream> answer =
        within(http.sendAsync(request, BodyHandlers.ofInputStream()), USUAL_WAIT);
    if (answer.statusCode() != 200) {
      throw refused(answer.statusCode(), new byte[0]);
    }
    return answer;
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(hub + "/api/v1" + path))
            .header("Accept", "application/json, application/problem+json");
    token.token().ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  private JsonNode send(HttpRequest request, Duration wait) {
    HttpResponse<byte[]> answer =
        within(
            http.sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER)),
            wait);
    if (answer.statusCode() / 100 != 2) {
      throw refused(answer.statusCode(), answer.body());
    }
    if (answer.body().length == 0) {
      return Tree.mapper().createObjectNode();
    }
    try {
      return Tree.mapper().readTree(answer.body());
    } catch (IOException e) {
      throw noHub("its answer is not JSON");
    }
  }

  private <T> T within(CompletableFuture<T> answer, Duration wait) {
    try {
      return answer.get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new Failure(
          "the hub at %s did not answer within %d s; it may be overloaded, or something else"
                  .formatted(hub, wait.toSeconds())
              + " listens there");
    } catch (ExecutionException e) {
      throw broken(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while waiting for the hub");
    }
  }

  private Failure broken(Throwable cause) {
    if (cause instanceof ConnectException || cause instanceof java.net.http.HttpTimeoutException) {
      String why = cause instanceof ConnectException ? "connection refused" : "no connection";
      return new Failure(
          "no hub answers at %s (%s); start one with: mesh serve".formatted(hub, why));
    }
    return noHub(Printable.line(String.valueOf(cause.getMessage())));
  }

  private Failure noHub(String why) {
    return new Failure(
        "what answers at %s is no hub (%s); --hub or MESH_HUB names it".formatted(hub, why));
  }

  private Failure refused(int status, byte[] body) {
    return switch (status) {
      case 401, 403 ->
          new Failure(
              token.token().isPresent()
                  ? "the token in %s is not the hub's; --token-file or MESH_TOKEN_FILE names the file"
                      .formatted(token)
                  : "the hub at %s wants a token, and there is no file %s; --token-file or MESH_TOKEN_FILE names it"
                      .formatted(hub, token));
      default -> problem(status, body);
    };
  }

  /** The problem details of RFC 9457 as text, or else the bare status. */
  private Failure problem(int status, byte[] body) {
    try {
      JsonNode problem = Tree.mapper().readTree(new String(body, StandardCharsets.UTF_8));
      String text = problem.path("detail").asText(problem.path("title").asText(""));
      if (!text.isEmpty()) {
        return new Failure("the hub says: " + Printable.block(text).strip());
      }
    } catch (JsonProcessingException e) {
      // told below
    }
    return status >= 500
        ? new Failure("the hub at %s failed (HTTP %d); its log tells why".formatted(hub, status))
        : noHub("HTTP " + status);
  }
}
