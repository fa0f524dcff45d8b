package io.meshinfra.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assertions;

/** The REST door of a hub in another process, opened with its token. */
public final class HubDoor {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONGEST = Duration.ofSeconds(90);
  private final URI base;
  private final Path token;

  HubDoor(URI base, Path token) {
    this.base = base;
    this.token = token;
  }

  public int port() {
    return base.getPort();
  }

  /**
   * @param path after {@code /api/v1}
   */
  public JsonNode get(String path) {
    return answer(request(path).GET());
  }

  public JsonNode post(String path, String body) {
    return answer(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** What it says of its own health. */
  public JsonNode readiness() {
    return answer(HttpRequest.newBuilder(base.resolve("/q/health/ready")).timeout(LONGEST));
  }

  private HttpRequest.Builder request(String path) {
    try {
      return HttpRequest.newBuilder(base.resolve("/api/v1" + path))
          .timeout(LONGEST)
          .header("Authorization", "Bearer " + Files.readString(token).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer, also one that is a problem: its status is in it then. */
  private static JsonNode answer(HttpRequest.Builder request) {
    try {
      return JSON.readTree(
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Has a pass made over one node and tells what came of it. */
  public JsonNode reconcile(String node, boolean insist) {
    String request = "{\"nodes\": [\"%s\"], \"insist\": %s}".formatted(node, insist);
    return post("/reconcile?wait=60s", request).path("passes").path(0);
  }

  /** Waits until the nodes are as that revision wants them. */
  public void awaitSynced(String revision, String... nodes) {
    Awaitility.await()
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> {
          for (String name : nodes) {
            JsonNode node = get("/nodes/" + name);
            Assertions.assertEquals("Synced", node.path("sync").asText(), node::toString);
            Assertions.assertEquals(revision, node.path("revision").asText(), node::toString);
          }
        });
  }

  /** How many events of a type with a word in them there are in the journal. */
  public long told(String type, String word) {
    return get("/events?limit=500")
        .path("events")
        .valueStream()
        .filter(event -> event.path("type").asText().equals(type))
        .filter(event -> event.path("message").asText().contains(word))
        .count();
  }
}
