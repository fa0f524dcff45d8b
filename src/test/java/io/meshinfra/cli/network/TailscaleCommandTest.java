package io.meshinfra.cli.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.meshinfra.cli.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code mesh net tailscale}, with a server that gives stored answers in place of the hub. */
class TailscaleCommandTest {
  private static final Path STORED =
      Path.of("src/test/resources/network/tailscale/out/tailnet.hujson");

  @TempDir Path scratch;
  private final List<String> asked = new ArrayList<>();
  private HttpServer hub;

  @AfterEach
  void end() {
    if (hub != null) {
      hub.stop(0);
    }
  }

  /** The folder of manifests in a repository of its own. */
  private String manifests(String example) throws IOException {
    Path from = Path.of("src/test/resources/network", example, "in");
    Path target = scratch.resolve(example);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path to = target.resolve(from.relativize(file).toString());
        Files.createDirectories(Files.isDirectory(file) ? to : to.getParent());
        if (Files.isRegularFile(file)) {
          Files.copy(file, to);
        }
      }
    }
    Files.createDirectory(target.resolve(".git"));
    return target.resolve("desired-state").toString();
  }

  private CommandRun ask(String answer, String... arguments) throws IOException {
    hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hub.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestURI()
                    + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                        .contains("\"overwriteHandEdits\":true"));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    hub.start();
    Path token = Files.writeString(scratch.resolve("token"), "t0ken-of-the-hub-0123456789abcdef\n");
    List<String> all = new ArrayList<>(List.of("net", "tailscale"));
    all.addAll(List.of(arguments));
    all.addAll(
        List.of(
            "--hub",
            "http://127.0.0.1:" + hub.getAddress().getPort(),
            "--token-file",
            token.toString()));
    return CommandRun.here().run(all.toArray(String[]::new));
  }

  @Test
  void shouldShowThePolicyFileWithoutAHub() throws IOException {
    CommandRun run =
        CommandRun.here().run("net", "tailscale", "show", "-f", manifests("tailscale"));

    assertEquals(0, run.code(), run.err());
    assertEquals(Files.readString(STORED), run.out());
    assertTrue(run.err().contains("Tailscale knows no rate_limit"), run.err());
  }

  @Test
  void shouldSayThatThereIsNone() throws IOException {
    CommandRun run = CommandRun.here().run("net", "tailscale", "show", "-f", manifests("nftables"));

    assertEquals(2, run.code());
    assertTrue(run.err().contains("no node has the back end tailscale"), run.err());
  }

  @Test
  void shouldTellTheGrantOfAFlow() throws IOException {
    CommandRun run =
        CommandRun.here().run("net", "explain", "laptop", "hub:443", "-f", manifests("tailscale"));

    assertEquals(0, run.code(), run.err());
    assertTrue(
        run.out()
            .contains("tailscale, grant 5: tag:node-laptop, tag:node-wsl -> tag:node-hub: tcp 22"),
        run.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "synced|0|the tailnet has the policy file of the revision in force",
        "older|1|older: why",
        "edited|1|edited: why",
        "foreign|1|foreign: why",
        "unknown|2|why",
        "off|2|why"
      })
  void shouldTellHowItIs(String status, int code, String words) throws IOException {
    CommandRun run =
        ask("{\"status\": \"" + status + "\", \"reason\": \"why\", \"difference\": \"\"}", "diff");

    assertEquals(code, run.code(), run.err());
    assertTrue((run.out() + run.err()).contains(words), run.out() + run.err());
    assertEquals(List.of("GET /api/v1/network/tailscale false"), asked);
  }

  @ParameterizedTest
  @CsvSource({"done, 0", "not-needed, 0", "refused, 2", "nonsense, 2"})
  void shouldPut(String outcome, int code) throws IOException {
    CommandRun run =
        ask("{\"outcome\": \"" + outcome + "\", \"words\": \"the \\u001b[31mwords\"}", "put");

    assertEquals(code, run.code(), run.err());
    assertTrue((run.out() + run.err()).contains("the \\u001b[31mwords"), run.out() + run.err());
    assertEquals(List.of("POST /api/v1/network/tailscale false"), asked);
  }

  @Test
  void shouldOverwriteOnlyWhenItIsSaid() throws IOException {
    ask("{\"outcome\": \"done\", \"words\": \"\"}", "put", "--overwrite-hand-edits");

    assertEquals(List.of("POST /api/v1/network/tailscale true"), asked);
  }
}
