package io.meshinfra.reconcile.hello;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.meshinfra.model.NodeName;
import io.meshinfra.secret.KeptKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that is laid on nodes, run by real shells, against what the hub takes. */
class HelloScriptTest {
  private static final NodeName LAPTOP = new NodeName("laptop");

  @TempDir Path folder;
  private final HelloKeys keys = HelloKeys.of(new byte[KeptKey.BYTES]);
  private final List<NodeName> heard = new CopyOnWriteArrayList<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final Hellos hellos = new Hellos(keys, LAPTOP::equals, heard::add, Clock.systemUTC());
  private HttpServer hub;

  @BeforeEach
  void listen() throws IOException {
    hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hub.createContext(
        "/api/v1/hello",
        exchange -> {
          Hellos.Answer answer = hellos.take(exchange.getRequestBody().readNBytes(300));
          if (answer instanceof Hellos.Answer.Refused no) {
            refused.add(no.reason());
          }
          exchange.sendResponseHeaders(answer instanceof Hellos.Answer.Taken ? 202 : 401, -1);
          exchange.close();
        });
    hub.start();
  }

  @AfterEach
  void stop() {
    hub.stop(0);
  }

  private Path script(String key) throws IOException {
    Path keyFile = Files.writeString(folder.resolve("key"), key);
    String text =
        new String(
            getClass().getResourceAsStream("/io/meshinfra/desired/mesh-hello.sh").readAllBytes(),
            StandardCharsets.UTF_8);
    return Files.writeString(
        folder.resolve("mesh-hello"),
        text.replace("@NODE@", "laptop")
            .replace("@HUB@", "http://127.0.0.1:" + hub.getAddress().getPort() + "/api/v1/hello")
            .replace("@KEY@", keyFile.toString())
            .replace("@WAITS@", "0"));
  }

  /** A folder of programs that has all that the script needs but those that send. */
  private Path programs(String... more) throws IOException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    List<String> names = new ArrayList<>(List.of("sha256sum", "cut", "date", "sleep", "wc", "sh"));
    names.addAll(List.of(more));
    for (String name : names) {
      Path real = Path.of("/usr/bin", name);
      if (Files.exists(real)) {
        Files.createSymbolicLink(bin.resolve(name), real);
      }
    }
    return bin;
  }

  private String run(String shell, Path script, String path) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(shell, script.toString()).redirectErrorStream(true);
    builder.environment().put("PATH", path);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), said);
    return said;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void shouldBeHeard(String shell) throws Exception {
    Path script = script(keys.of(LAPTOP).reveal());

    String said = run(shell, script, System.getenv("PATH"));

    assertEquals(List.of(LAPTOP), heard, said + refused);
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget", "bash"})
  void shouldBeHeardByWhateverTheNodeHas(String program) throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin", program)));
    Path script = script(keys.of(LAPTOP).reveal());

    String said = run("/bin/sh", script, programs(program).toString());

    assertEquals(List.of(LAPTOP), heard, said + refused);
  }

  @Test
  void shouldSayWhatItNeedsAndHarmNothing() throws Exception {
    String said = run("/bin/sh", script(keys.of(LAPTOP).reveal()), programs().toString());

    assertTrue(said.contains("needs curl, wget or bash"), said);
    assertEquals(List.of(), heard);
  }

  @Test
  void shouldNotBeHeardWithTheKeyOfAnother() throws Exception {
    String said =
        run("/bin/sh", script(keys.of(new NodeName("other")).reveal()), System.getenv("PATH"));

    assertEquals(List.of(), heard);
    assertEquals(List.of("it is not signed by a node of this fleet"), refused);
    assertTrue(said.contains("does not hear"), said);
  }
}
