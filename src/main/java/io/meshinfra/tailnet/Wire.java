package io.meshinfra.tailnet;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One exchange after the other with one server: it follows no redirect, which would take the key
 * elsewhere, reads no more than a policy file can have, and ends in time as a whole, however slowly
 * the server writes.
 */
final class Wire {
  /** In bytes; larger than whatever is put. */
  static final int LARGEST = 4 * 1024 * 1024;

  private static final Duration WAIT = Duration.ofMinutes(1);

  private final TailnetSite site;
  private final HttpClient client;

  Wire(TailnetSite site) {
    this.site = site;
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(site.patience())
            .build();
  }

  TailnetAnswer<Reply> get(String path, Map<String, String> headers) {
    return exchange(request(path, headers).GET().build());
  }

  TailnetAnswer<Reply> post(String path, Map<String, String> headers, String body) {
    return exchange(request(path, headers).POST(BodyPublishers.ofString(body)).build());
  }

  TailnetAnswer<Reply> delete(String path, Map<String, String> headers) {
    return exchange(request(path, headers).DELETE().build());
  }

  private HttpRequest.Builder request(String path, Map<String, String> headers) {
    String base = site.api().toString().replaceAll("/+$", "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(site.patience())
            .header("User-Agent", "mesh-infra");
    headers.forEach(request::header);
    return request;
  }

  private TailnetAnswer<Reply> exchange(HttpRequest request) {
    FutureTask<TailnetAnswer<Reply>> task = new FutureTask<>(() -> whole(request));
    Thread worker = Thread.ofVirtual().name("tailnet").start(task);
    try {
      return task.get(site.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      worker.interrupt();
      return later("did not answer within %d s".formatted(site.patience().toSeconds()));
    } catch (ExecutionException e) {
      return later("cannot be reached or trusted: " + e.getCause().getClass().getSimpleName());
    } catch (InterruptedException e) {
      worker.interrupt();
      Thread.currentThread().interrupt();
      return new TailnetAnswer.Later<>("the hub stops", WAIT);
    }
  }

  private TailnetAnswer<Reply> whole(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      return bytes.length > LARGEST
          ? new TailnetAnswer.Refused<>(
              "%s answered with more than %d bytes, which no tailnet needs"
                  .formatted(host(), LARGEST))
          : new TailnetAnswer.Told<>(
              new Reply(
                  response.statusCode(),
                  new String(bytes, StandardCharsets.UTF_8),
                  response.headers().firstValue("etag"),
                  response.headers().firstValue("retry-after")));
    }
  }

  private TailnetAnswer<Reply> later(String what) {
    return new TailnetAnswer.Later<>(host() + " " + what, WAIT);
  }

  String host() {
    return site.api().getAuthority();
  }
}
