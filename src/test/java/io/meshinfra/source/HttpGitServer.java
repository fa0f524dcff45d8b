package io.meshinfra.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A web server that serves repositories by {@code git http-backend} to whoever has the token. */
final class HttpGitServer implements AutoCloseable {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final String scheme;
  private final HttpServer server;
  private final Path root;
  private final String token;
  private volatile Optional<String> redirect = Optional.empty();

  /** The credentials of all requests, decoded. */
  final List<String> credentials = new CopyOnWriteArrayList<>();

  HttpGitServer(Path root, String token) throws IOException {
    this("http", HttpServer.create(ANY_PORT, 50), root, token);
  }

  /** Over TLS. */
  HttpGitServer(Path root, String token, SSLContext identity) throws IOException {
    this("https", overTls(identity), root, token);
  }

  private HttpGitServer(String scheme, HttpServer server, Path root, String token) {
    this.scheme = scheme;
    this.server = server;
    this.root = root;
    this.token = token;
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  private static HttpServer overTls(SSLContext identity) throws IOException {
    HttpsServer server = HttpsServer.create(ANY_PORT, 50);
    server.setHttpsConfigurator(new HttpsConfigurator(identity));
    return server;
  }

  String base() {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort();
  }

  void redirectTo(String base) {
    redirect = Optional.of(base);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (redirect.isPresent()) {
        exchange.getResponseHeaders().set("Location", redirect.get() + exchange.getRequestURI());
        exchange.sendResponseHeaders(302, -1);
      } else if (!isLetIn(exchange)) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
      } else {
        serve(exchange);
      }
    }
  }

  private boolean isLetIn(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null || !header.startsWith("Basic ")) {
      return false;
    }
    String plain =
        new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
    credentials.add(plain);
    return plain.endsWith(":" + token);
  }

  private void serve(HttpExchange exchange) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    Map<String, String> environment = builder.environment();
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("PATH_INFO", exchange.getRequestURI().getPath());
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("QUERY_STRING", orEmpty(exchange.getRequestURI().getQuery()));
    environment.put("CONTENT_TYPE", orEmpty(header(exchange, "Content-Type")));
    environment.put("HTTP_CONTENT_ENCODING", orEmpty(header(exchange, "Content-Encoding")));
    environment.put("GIT_PROTOCOL", orEmpty(header(exchange, "Git-Protocol")));
    byte[] request = exchange.getRequestBody().readAllBytes();
    environment.put("CONTENT_LENGTH", String.valueOf(request.length));
    Process git = builder.start();
    git.getOutputStream().write(request);
    git.getOutputStream().close();
    reply(exchange, git.getInputStream());
  }

  private static String header(HttpExchange exchange, String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private static void reply(HttpExchange exchange, InputStream cgi) throws IOException {
    int status = 200;
    for (String line = line(cgi); !line.isEmpty(); line = line(cgi)) {
      String[] header = line.split(": ", 2);
      if (header[0].equalsIgnoreCase("Status")) {
        status = Integer.parseInt(header[1].substring(0, 3));
      } else {
        exchange.getResponseHeaders().set(header[0], header[1]);
      }
    }
    byte[] body = cgi.readAllBytes();
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
