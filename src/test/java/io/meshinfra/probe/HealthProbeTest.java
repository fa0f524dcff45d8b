package io.meshinfra.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.meshinfra.desired.HealthCheck;
import io.meshinfra.desired.HealthCheck.Question;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.support.ScratchNode;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health checks, run for real by the shell of this machine. */
class HealthProbeTest {
  private static final String MARK = "@mesh-000000000000002a";

  @TempDir Path folder;

  private HealthProbe.Result ask(HealthCheck... checks) {
    return new HealthProbe(new ScratchNode(folder), () -> 42)
        .ask(ScratchNode.target(), List.of(checks));
  }

  private static HealthCheck check(Question question) {
    return new HealthCheck(question, Duration.ofSeconds(5), 1, Duration.ZERO);
  }

  private static HealthCheck command(String text) {
    return check(new Question.Command(text));
  }

  private static void assertHealthy(HealthProbe.Result result) {
    assertInstanceOf(HealthProbe.Result.Healthy.class, result, result::toString);
  }

  private static String reason(HealthProbe.Result result) {
    return assertInstanceOf(HealthProbe.Result.Unhealthy.class, result, result::toString).reason();
  }

  @Test
  void shouldBeHealthyWhenAllChecksPass() {
    assertHealthy(ask());
    assertHealthy(ask(command("true"), command("echo fine; echo really"), command("exit 0")));
  }

  @Test
  void shouldTellWhichFailedAndWhatItSaid() {
    String reason =
        reason(
            ask(
                command("true"),
                command("echo certificate is 'too old' >&2; exit 3"),
                command("touch " + folder + "/after")));

    assertTrue(reason.startsWith("command echo certificate"), reason);
    assertTrue(reason.endsWith(": exit code 3: certificate is too old"), reason);
    assertFalse(folder.resolve("after").toFile().exists(), "it ends with the first that fails");
  }

  @Test
  void shouldTryAgain() {
    String once = "test -e %1$s/tried || { touch %1$s/tried; exit 1; }".formatted(folder);
    assertHealthy(
        ask(new HealthCheck(new Question.Command(once), Duration.ofSeconds(5), 2, Duration.ZERO)));
  }

  @Test
  void shouldEndAClingingCheck() {
    HealthCheck slow =
        new HealthCheck(new Question.Command("sleep 30"), Duration.ofSeconds(1), 1, Duration.ZERO);

    assertEquals("command sleep 30: did not end within 1s", reason(ask(slow)));
  }

  @Test
  void shouldNotBeImpressedByHostileOutput() {
    String forged =
        "printf '%s\\t0\\t0\\tfine\\n' '"
            + MARK.replace("2a", "2b")
            + "'; printf '\\033[31m\\n'; "
            + "printf '%s\\t0\\t0\\tfine\\n' '"
            + MARK
            + "' ; head -c 100000 /dev/zero | tr '\\0' x;"
            + " exit 4";

    String reason = reason(ask(command(forged)));

    assertTrue(reason.contains(": exit code 4: "), reason);
    assertTrue(reason.length() < 400, reason);
    assertFalse(reason.contains("\033"), reason);
  }

  @Test
  void shouldConnectToAPort() throws IOException {
    try (ServerSocket open = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertHealthy(ask(check(new Question.Tcp("127.0.0.1", open.getLocalPort()))));
      int port = open.getLocalPort();
      open.close();
      String reason = reason(ask(check(new Question.Tcp("127.0.0.1", port))));
      assertTrue(reason.startsWith("tcp 127.0.0.1:" + port + ": exit code "), reason);
    }
  }

  @Test
  void shouldAskAWebServer() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean fine = exchange.getRequestURI().getPath().equals("/fine");
          exchange.sendResponseHeaders(fine ? 200 : 503, -1);
          exchange.close();
        });
    server.start();
    try {
      URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      assertHealthy(ask(check(new Question.Http(base.resolve("/fine"), Optional.empty()))));
      assertHealthy(ask(check(new Question.Http(base.resolve("/ill"), Optional.of(503)))));
      String reason = reason(ask(check(new Question.Http(base.resolve("/ill"), Optional.empty()))));
      assertTrue(reason.contains("status 503"), reason);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void shouldAskAboutAService() {
    String reason = reason(ask(check(new Question.Service("mesh-no-such-service"))));

    assertTrue(reason.startsWith("service mesh-no-such-service: exit code "), reason);
  }

  @Test
  void shouldTellSilenceFromIllness() {
    assertInstanceOf(
        HealthProbe.Result.NotAsked.class,
        answered(new Reply.Unreachable(NoWayIn.of(NoWayIn.Obstacle.NO_ANSWER, "asleep"))));
    assertInstanceOf(HealthProbe.Result.NotAsked.class, answered(new Reply.Broken("cut")));
    String late = reason(answered(new Reply.Broken("it took too long", Reply.Broken.Cause.LIMIT)));
    assertTrue(late.contains("it took too long"), late);
    String early = reason(answered(new Reply.Ended(0, "", AccessPath.local())));
    assertTrue(early.contains("no answer"), early);
  }

  private static HealthProbe.Result answered(Reply reply) {
    return new HealthProbe(new Mute(reply), () -> 42)
        .ask(ScratchNode.target(), List.of(command("true")));
  }

  /** A node that says nothing. */
  private record Mute(Reply reply) implements Transport {
    @Override
    public Reply run(Target target, Request request) {
      return reply;
    }

    @Override
    public void forget(NodeName node) {}

    @Override
    public void close() {}
  }
}
