package io.meshinfra.secret.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshinfra.secret.SecretServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The line to one server, whose address is from the configuration. It follows no redirect, so that
 * no answer can send a token elsewhere, and reads no more than a secret can have.
 *
 * <p>It is the JDK's client and not that of the forges, because a laptop compares without Quarkus.
 */
public final class Line {
  private static final int LARGEST = 256 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();
  private final SecretServer server;
  private final Semaphore atOnce = new Semaphore(8);
  private HttpClient client;

  public Line(SecretServer server) {
    this.server = server;
  }

  /** Segments of a path, each encoded by itself, so that none leads to another place. */
  public static String path(List<String> segments) {
    return segments.stream()
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/", "/", ""));
  }

  /** Parameters of a query, encoded. */
  public static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(one ->
            URLEncoder.encode(one.getKey(), StandardCharsets.UTF_8)
                + "="
                + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", "?", ""));
  }

  /**
   * @param what encoded path and query, below the address of the server
   */
  public Answer get(String what, Map<String, String> headers) {
    return ask(request(what, headers).GET().build());
  }

  /**
   * @param body what is sent as JSON
   */
  public Answer post(String what, Map<String, String> body) {
    try {
      String text = JSON.writeValueAsString(body);
      return ask(
          request(what, Map.of("Content-Type", "application/json"))
              .POST(HttpRequest.BodyPublishers.ofString(text))
              .build());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can be written as JSON", e);
    }
  }

  private HttpRequest.Builder request(String what, Map<String, String> headers) {
    String base = server.address().toString().replaceAll("/+$", "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + what)).timeout(server.patience());
    headers.forEach(request::header);
    return request.header("Accept", "application/json");
  }

  private Answer ask(HttpRequest request) {
    try {
      if (!atOnce.tryAcquire(server.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        return new Answer.Silent(host() + " is busy with other secrets; it is asked again later");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Silent("the hub stops");
    }
    try {
      return exchange(request);
    } finally {
      atOnce.release();
    }
  }

  /** The whole exchange has one bound; a server that trickles its body does not get more. */
  private Answer exchange(HttpRequest request) {
    CompletableFuture<HttpResponse<InputStream>> asked = null;
    try {
      asked = client().sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
      HttpResponse<InputStream> response =
          asked.get(server.patience().toMillis(), TimeUnit.MILLISECONDS);
      return body(response);
    } catch (TimeoutException e) {
      asked.cancel(true);
      return slow();
    } catch (ExecutionException | IOException e) {
      return new Answer.Silent("%s cannot be reached or trusted".formatted(host()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Silent("the hub stops");
    }
  }

  private Answer body(HttpResponse<InputStream> response) throws InterruptedException {
    try (InputStream in = response.body()) {
      if (response.statusCode() / 100 != 2) {
        return new Answer.Refused(response.statusCode());
      }
      CompletableFuture<byte[]> read = new CompletableFuture<>();
      Thread.startVirtualThread(() -> {
        try {
          read.complete(in.readNBytes(LARGEST + 1));
        } catch (IOException e) {
          read.completeExceptionally(e);
        }
      });
      byte[] bytes = read.get(server.patience().toMillis(), TimeUnit.MILLISECONDS);
      return bytes.length > LARGEST
          ? new Answer.Silent("the answer of %s is longer than any secret".formatted(host()))
          : told(bytes);
    } catch (TimeoutException e) {
      return slow();
    } catch (ExecutionException | IOException e) {
      return new Answer.Silent("the answer of %s broke off".formatted(host()));
    }
  }

  private Answer told(byte[] bytes) throws IOException {
    try {
      JsonNode body = JSON.readTree(bytes);
      return body != null && body.isObject()
          ? new Answer.Told(body)
          : new Answer.Silent("the answer of %s is not what it should be".formatted(host()));
    } catch (JsonProcessingException e) {
      // The message of the exception would cite the answer.
      return new Answer.Silent("the answer of %s is not JSON".formatted(host()));
    }
  }

  private Answer slow() {
    return new Answer.Silent(
        "%s did not answer within %d s".formatted(host(), server.patience().toSeconds()));
  }

  /** What people call the server. */
  public String host() {
    return server.address().getAuthority();
  }

  private synchronized HttpClient client() throws IOException {
    if (client == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(server.patience());
      if (server.ca().isPresent()) {
        builder.sslContext(Authority.of(server.ca().get()));
      }
      client = builder.build();
    }
    return client;
  }
}
