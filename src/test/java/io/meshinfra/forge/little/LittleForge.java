package io.meshinfra.forge.little;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.meshinfra.forge.People;
import io.meshinfra.forge.little.Exchanged.Request;
import io.meshinfra.forge.little.Exchanged.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A forge over HTTP that keeps what it is told. It holds the hub, and itself, to the description
 * that the real forge publishes: what that forbids is kept as a violation for the test to fail by.
 */
public abstract class LittleForge implements AutoCloseable {
  public static final String TOKEN = "forge-t0ken-of-the-hub";

  private final Description description;
  private final String root;
  private final String scheme;
  private final HttpServer server;
  private final List<Route> routes = new ArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Mood> moods = new ConcurrentLinkedQueue<>();
  final Town town = new Town();

  private record Route(String method, Pattern path, Function<Request, Response> answer) {}

  /**
   * @param file of the description, below {@code src/test/resources/forge}
   * @param root path of the API on this server
   */
  LittleForge(String file, String root) {
    this(file, root, Optional.empty());
  }

  /**
   * @param certificate shown to whoever comes; without one it speaks plain HTTP
   */
  LittleForge(String file, String root, Optional<Certificate> certificate) {
    this.description = new Description(file);
    this.root = root;
    this.scheme = certificate.isPresent() ? "https" : "http";
    try {
      server = certificate.isPresent() ? certificate.get().server() : HttpServer.create();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where people open it. */
  public URI url() {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + folder());
  }

  /** The folder that it lives in. */
  String folder() {
    return "";
  }

  public People people() {
    return town;
  }

  /** What its description forbids and happened all the same. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  /** The requests that came, like {@code GET /user -> 200}; those answered in a mood have none. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** What was sent with the requests, those without a body left out. */
  public List<String> bodies() {
    return List.copyOf(bodies);
  }

  /** The next request is answered like this, whatever it is. */
  public void next(Mood mood) {
    moods.add(mood);
  }

  /**
   * @param path with holes like {@code {number}}
   */
  void on(String method, String path, Function<Request, Response> answer) {
    String pattern = path.replaceAll("\\{[a-z]+}", "([^/]+)");
    routes.add(new Route(method, Pattern.compile(pattern), answer));
  }

  Description description() {
    return description;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Mood mood = moods.poll();
      Request request = request(exchange);
      if (!request.body().isEmpty()) {
        bodies.add(request.body());
      }
      if (mood != null) {
        asked.add(request.method() + " " + request.path());
        mood.answer(exchange);
        return;
      }
      violations.addAll(description.against(request));
      Response response = tagged(request, answer(request));
      if (response.status() != 304) {
        violations.addAll(description.against(request, response));
      }
      asked.add(request.method() + " " + request.path() + " -> " + response.status());
      send(exchange, response);
    } catch (RuntimeException e) {
      violations.add("the little forge failed: " + e);
      throw e;
    }
  }

  private Response answer(Request request) {
    if (!request.header("authorization").filter(this::isKnown).isPresent()) {
      return Response.message(401, "Bad credentials");
    }
    for (Route route : routes) {
      Matcher matcher = route.path().matcher(request.path());
      if (route.method().equals(request.method()) && matcher.matches()) {
        List<String> parts =
            IntStream.rangeClosed(1, matcher.groupCount())
                .mapToObj(i -> decoded(matcher.group(i)))
                .toList();
        return route.answer().apply(request.of(parts));
      }
    }
    return Response.message(404, "Not Found");
  }

  /** Whether somebody with this header may come in. */
  abstract boolean isKnown(String authorization);

  /** A forge without tags gives the answer as it is. */
  Response tagged(Request request, Response response) {
    if (!request.method().equals("GET") || response.status() != 200) {
      return response;
    }
    String tag = "W/\"" + Integer.toHexString(response.body().hashCode()) + "\"";
    return request.header("if-none-match").filter(tag::equals).isPresent()
        ? new Response(304, Map.of("ETag", tag), "")
        : response.with("ETag", tag);
  }

  private Request request(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    Map<String, List<String>> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values));
    return new Request(
        exchange.getRequestMethod(),
        path.startsWith(root) ? path.substring(root.length()) : "/outside" + path,
        query(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("")),
        headers,
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
        List.of());
  }

  private static Map<String, List<String>> query(String raw) {
    Map<String, List<String>> query = new TreeMap<>();
    Stream.of(raw.split("&"))
        .filter(pair -> !pair.isEmpty())
        .map(pair -> pair.split("=", 2))
        .forEach(pair ->
            query
                .computeIfAbsent(decoded(pair[0]), name -> new ArrayList<>())
                .add(decoded(pair.length > 1 ? pair[1] : "")));
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  static void send(HttpExchange exchange, Response response) throws IOException {
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    response.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  /** One page of a list, and how many there are. */
  static <T> List<T> page(List<T> all, int page, int size) {
    int from = Math.min(all.size(), (page - 1) * size);
    return all.subList(from, Math.min(all.size(), from + size));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
