package io.meshinfra.rest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads a stream of events, line by line. */
final class EventReader implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean ended;

  EventReader(String url, String token) throws IOException, InterruptedException {
    HttpResponse<java.io.InputStream> response =
        client.send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IllegalStateException("status " + response.statusCode());
    }
    thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (var in =
                      new BufferedReader(
                          new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                    in.lines().forEach(lines::add);
                  } catch (IOException | java.io.UncheckedIOException e) {
                    lines.add("! " + e);
                  }
                  ended = true;
                });
  }

  List<Long> ids() {
    return lines.stream()
        .filter(line -> line.startsWith("id:"))
        .map(line -> Long.valueOf(line.substring(3).strip()))
        .toList();
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  boolean ended() {
    return ended;
  }

  @Override
  public void close() {
    client.shutdownNow();
    thread.interrupt();
  }
}
