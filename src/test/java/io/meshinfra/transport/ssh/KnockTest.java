package io.meshinfra.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NoWayIn.Cause;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Knock;
import io.meshinfra.transport.OutputBudget;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Why nobody gets in, as real sockets tell it: to a knock and to a login. */
@Timeout(60)
class KnockTest {
  @TempDir Path keys;

  private TestKeys host;
  private TestKeys other;
  private TestServer server;
  private SshTransport transport;

  @BeforeEach
  void start() throws Exception {
    host = TestKeys.make(keys, "host");
    other = TestKeys.make(keys, "other");
    server = new TestServer(0, List.of(host.pair()), host.publicLine());
    transport = transport(host);
  }

  @AfterEach
  void stop() throws Exception {
    transport.close();
    server.close();
  }

  private static SshTransport transport(TestKeys user) {
    return new SshTransport(
        new SshSettings(
            List.of(user.file()),
            file -> Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(15),
            8,
            4),
        new OutputBudget());
  }

  private static AccessPath path(String name, int port) {
    return AccessPath.ssh(name, "127.0.0.1", port);
  }

  private Target target(AccessPath... paths) {
    return target(host, paths);
  }

  private static Target target(TestKeys pinned, AccessPath... paths) {
    return new Target(
        new NodeName("n"), List.of(paths), List.of(pinned.publicLine()), "ops", Target.Become.NONE);
  }

  private static NoWayIn noWay(SshTransport transport, Target target) {
    Reply reply =
        transport.run(
            target, new Request(ShellScript.of("true"), Duration.ofSeconds(5), 1024, line -> {}));
    return switch (reply) {
      case Reply.Unreachable away -> away.why();
      case Reply.Refused refused -> refused.why().orElseThrow();
      case Reply.Ended ended -> throw new AssertionError("it got in");
      case Reply.Broken broken -> throw new AssertionError(broken.reason());
    };
  }

  /** Both say the same. */
  private Cause cause(Target target) {
    NoWayIn knocked = assertInstanceOf(Knock.Unanswered.class, transport.knock(target)).why();
    assertEquals(knocked.cause(), noWay(transport, target).cause());
    return knocked.cause();
  }

  private static int closedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void shouldAnswerOverTheFirstPathThatDoes() throws Exception {
    AccessPath there = path("lan", server.port());

    assertEquals(
        new Knock.Answered(there), transport.knock(target(path("closed", closedPort()), there)));
    assertEquals(0, server.logins.get());
  }

  @Test
  void shouldTellHostsThatAreDownFromThoseOfWhichOnlySshdIs() throws Exception {
    try (BlackHole hole = new BlackHole();
        HalfDeadServer mute = new HalfDeadServer("")) {
      assertEquals(Cause.HOST_DOWN, cause(target(path("lan", hole.port()))));
      assertEquals(Cause.SSHD_DOWN, cause(target(path("lan", closedPort()))));
      assertEquals(Cause.SSHD_DOWN, cause(target(path("lan", mute.port()))));
      assertEquals(
          Cause.SSHD_DOWN,
          cause(target(path("lan", hole.port()), path("emergency", closedPort()))));
    }
  }

  @Test
  void shouldTellAPathThatLeadsNowhere() {
    AccessPath nowhere = AccessPath.ssh("tailscale", "nowhere.invalid", 22);

    assertEquals(Cause.PATH_DOWN, cause(target(nowhere)));
  }

  @Test
  void shouldTellWhatOnlyALoginFindsOut() {
    AccessPath there = path("lan", server.port());
    assertEquals(Cause.HOST_KEY_CHANGED, noWay(transport, target(other, there)).cause());
    assertInstanceOf(Knock.Answered.class, transport.knock(target(other, there)));
    try (SshTransport stranger = transport(other)) {
      assertEquals(Cause.LOGIN_REFUSED, noWay(stranger, target(there)).cause());
    }
  }

  @Test
  void shouldSayWhatItHadToGoAround() throws Exception {
    Target target = target(path("tailscale", closedPort()), path("lan", server.port()));
    transport.run(
        target, new Request(ShellScript.of("true"), Duration.ofSeconds(5), 1024, line -> {}));

    List<NoWayIn.ClosedPath> detour = transport.detour(target.node());

    assertEquals(1, detour.size());
    assertTrue(detour.getFirst().words().contains("connection refused"), detour.toString());
    assertEquals(List.of(), transport.detour(new NodeName("other")));
  }

  @Test
  void shouldHoldNobodyUpWhoLogsIn() throws Exception {
    try (BlackHole hole = new BlackHole()) {
      Target away = target(path("lan", hole.port()));
      List<FutureTask<Knock>> knocks =
          IntStream.range(0, 300)
              .mapToObj(i -> new FutureTask<>(() -> transport.knock(away)))
              .toList();
      knocks.forEach(Thread.ofVirtual()::start);

      assertInstanceOf(
          Reply.Ended.class,
          transport.run(
              target(path("lan", server.port())),
              new Request(ShellScript.of("true"), Duration.ofSeconds(5), 1024, line -> {})));
      for (Future<Knock> knock : knocks) {
        assertInstanceOf(Knock.Unanswered.class, knock.get());
      }
    }
  }
}
