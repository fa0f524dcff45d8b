package io.meshinfra.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The forge of a lab, a real Pagure, as its people use it; the hub has nothing of this.
 *
 * @param url of its pages
 * @param project the one that the lab made
 * @param remote of the project, for git
 * @param hookKey that signs its webhooks
 */
public record LabForge(
    Lab lab,
    String url,
    String project,
    String remote,
    String address,
    String hostAddress,
    String hostKey,
    String hookKey) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static LabForge of(Lab lab) {
    JsonNode told = json(lab.lab("forge", "show", "-o", "json"));
    return new LabForge(
        lab,
        told.path("url").asText(),
        told.path("project").asText(),
        told.path("remote").asText(),
        told.path("address").asText(),
        told.path("hostAddress").asText(),
        told.path("hostKey").asText(),
        told.path("hookKey").asText());
  }

  public URI page() {
    return URI.create(url);
  }

  public String token(String person) {
    return lab.lab("forge", "token", person).strip();
  }

  public String password(String person) {
    return lab.lab("forge", "password", person).strip();
  }

  public Path key(String person) {
    return Path.of(lab.lab("forge", "key", person).strip());
  }

  /** Remote of somebody's fork, for git. */
  public String forkOf(String person) {
    return "ssh://_pagure@%s/forks/%s/%s.git".formatted(address, person, project);
  }

  /** Where a server on this machine is found by the forge. */
  public void hook(String target) {
    lab.lab("forge", "hook", target);
  }

  /**
   * @param path after {@code /api/0/}
   */
  public JsonNode get(String path) {
    return fine(HttpRequest.newBuilder(URI.create(url + "/api/0/" + path)).GET());
  }

  /** Whether there is something. */
  public boolean has(String path) {
    return send(HttpRequest.newBuilder(URI.create(url + "/api/0/" + path)).GET()).statusCode()
        == 200;
  }

  /** Does something as a person; fails the test when the forge does not. */
  public JsonNode post(String person, String path, Map<String, String> form) {
    return fine(posting(person, path, form));
  }

  /** The status of the answer, whatever it is. */
  public int tryPost(String person, String path, Map<String, String> form) {
    return send(posting(person, path, form)).statusCode();
  }

  private HttpRequest.Builder posting(String person, String path, Map<String, String> form) {
    return HttpRequest.newBuilder(URI.create(url + "/api/0/" + path))
        .header("Authorization", "token " + token(person))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(encoded(form)));
  }

  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static JsonNode fine(HttpRequest.Builder request) {
    HttpResponse<String> response = send(request);
    if (response.statusCode() != 200) {
      throw new AssertionError(
          response.uri() + " gives " + response.statusCode() + ": " + response.body());
    }
    return json(response.body());
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.timeout(LONGEST).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }
}
