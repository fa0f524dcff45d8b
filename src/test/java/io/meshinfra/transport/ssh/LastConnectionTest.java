package io.meshinfra.transport.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.model.AccessPath;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The connection that is there is not given up before another one stands. */
@Timeout(60)
class LastConnectionTest {
  @TempDir Path home;
  private TestKeys hostKey;
  private TestKeys otherKey;
  private TestServer server;
  private SshTransport transport;

  @BeforeEach
  void setUp() throws Exception {
    hostKey = TestKeys.make(home, "host");
    otherKey = TestKeys.make(home, "other");
    TestKeys userKey = TestKeys.make(home, "user");
    server = new TestServer(0, List.of(hostKey.pair()), userKey.publicLine());
    transport =
        new SshTransport(
            new SshSettings(
                List.of(userKey.file()),
                file -> Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofMillis(500),
                8,
                32),
            new OutputBudget());
  }

  @AfterEach
  void tearDown() throws Exception {
    transport.close();
    server.close();
  }

  private Target target(String user, TestKeys pinned, int port) {
    return new Target(
        new NodeName("laptop"),
        List.of(path(port)),
        List.of(pinned.publicLine()),
        user,
        Target.Become.NONE);
  }

  private static AccessPath path(int port) {
    return AccessPath.ssh("lan", "127.0.0.1", port);
  }

  private Reply hello(Target target) {
    return transport.run(
        target, new Request(ShellScript.of("echo"), Duration.ofSeconds(10), 4096, line -> {}));
  }

  private AccessPath over(Target target) {
    Reply reply = hello(target);
    return assertInstanceOf(Reply.Ended.class, reply, reply::toString).over();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** As by a commit that moves sshd's port and the access path at once. */
  @Test
  void shouldHoldTheConnectionWhenTheNewWaysLeadNowhere() throws Exception {
    Target before = target("ops", hostKey, server.port());
    Target after = target("ops", hostKey, freePort());
    over(before);

    assertEquals(path(server.port()), over(after));
    assertEquals(path(server.port()), over(after));
    assertEquals(1, server.logins.get());
    assertEquals(1, transport.detour(after.node()).size(), "that it does not lead in is told");
  }

  @Test
  void shouldTakeTheNewWayWhenItLeadsIn() throws Exception {
    Target before = target("ops", hostKey, server.port());
    int port = freePort();
    Target after = target("ops", hostKey, port);
    over(before);
    over(after);

    try (TestProxy proxy = new TestProxy(port, server.port())) {
      await().until(() -> over(after).equals(path(proxy.port())));
      assertEquals(List.of(), transport.detour(after.node()));
      await().untilAsserted(() -> assertEquals(1, server.sessions(), "the old one is closed"));
    }
  }

  @Test
  void shouldNotHoldAConnectionOfAnotherLogin() throws Exception {
    over(target("ops", hostKey, server.port()));

    assertInstanceOf(Reply.Unreachable.class, hello(target("root", hostKey, freePort())));
    await().untilAsserted(() -> assertEquals(0, server.sessions()));
  }

  @Test
  void shouldNotHoldAConnectionToAKeyThatIsNotPinnedAnyMore() throws Exception {
    over(target("ops", hostKey, server.port()));

    assertInstanceOf(Reply.Unreachable.class, hello(target("ops", otherKey, freePort())));
    await().untilAsserted(() -> assertEquals(0, server.sessions()));
  }

  @Test
  void shouldNotHoldAConnectionThatIsDead() throws Exception {
    over(target("ops", hostKey, server.port()));
    server.dropConnections();

    await()
        .untilAsserted(() ->
            assertInstanceOf(Reply.Unreachable.class, hello(target("ops", hostKey, freePort()))));
  }

  /** A knock would say that nobody is there, and the last connection would never be used. */
  @Test
  void shouldAnswerForANodeThatIsShutWhileAConnectionToItLives() throws Exception {
    Target after = target("ops", hostKey, freePort());
    over(target("ops", hostKey, server.port()));

    assertEquals(new Knock.Answered(path(server.port())), transport.knock(after));
    transport.forget(after.node());
    assertInstanceOf(Knock.Unanswered.class, transport.knock(after));
  }
}
