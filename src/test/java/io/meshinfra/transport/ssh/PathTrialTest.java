package io.meshinfra.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.transport.OutputBudget;
import io.meshinfra.transport.PathTrial;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways in that are tried for their own sake, over real connections. */
class PathTrialTest {
  private static final NodeName LAPTOP = new NodeName("laptop");

  @TempDir static Path keys;
  private static TestKeys hostKey;
  private static TestKeys otherKey;
  private static TestKeys userKey;

  private TestServer server;
  private SshTransport transport;

  @BeforeAll
  static void makeKeys() throws Exception {
    hostKey = TestKeys.make(keys, "host");
    otherKey = TestKeys.make(keys, "other");
    userKey = TestKeys.make(keys, "user");
  }

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(0, List.of(hostKey.pair()), userKey.publicLine());
    transport = transport(userKey);
  }

  @AfterEach
  void stop() throws Exception {
    transport.close();
    server.close();
  }

  private static SshTransport transport(TestKeys identity) {
    return new SshTransport(
        new SshSettings(
            List.of(identity.file()),
            file -> Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofMillis(500),
            8,
            32),
        new OutputBudget());
  }

  private static AccessPath path(String name, int port) {
    return AccessPath.ssh(name, "127.0.0.1", port);
  }

  private static Target target(AccessPath... access) {
    return new Target(
        LAPTOP, List.of(access), List.of(hostKey.publicLine()), "ops", Target.Become.NONE);
  }

  private static int closedPort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return free.getLocalPort();
    }
  }

  private Obstacle shut(AccessPath path) {
    return assertInstanceOf(PathTrial.Result.Shut.class, transport.attempt(target(path), path))
        .why()
        .obstacle();
  }

  private Reply.Ended hello(Target target) {
    Request request =
        new Request(ShellScript.of("echo hello"), Duration.ofSeconds(10), 1024, line -> {});
    return assertInstanceOf(Reply.Ended.class, transport.run(target, request));
  }

  @Test
  void shouldMeasureAPathThatLeadsIn() {
    AccessPath lan = path("lan", server.port());

    PathTrial.Result.Led led =
        assertInstanceOf(PathTrial.Result.Led.class, transport.attempt(target(lan), lan));

    assertTrue(led.latency().isPositive(), led.toString());
    assertTrue(led.latency().compareTo(Duration.ofSeconds(3)) < 0, led.toString());
    assertEquals(Optional.empty(), transport.inUse(LAPTOP), "nothing of it is kept");
  }

  @Test
  void shouldTellReasonsApart() throws Exception {
    assertEquals(Obstacle.PORT_CLOSED, shut(path("lan", closedPort())));
    assertEquals(Obstacle.NO_NAME, shut(AccessPath.ssh("tailscale", "no-such-host.invalid", 22)));
    try (TestServer stranger = new TestServer(0, List.of(otherKey.pair()), userKey.publicLine())) {
      assertEquals(Obstacle.OTHER_HOST_KEY, shut(path("lan", stranger.port())));
    }
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      assertEquals(Obstacle.NOT_SSH, shut(path("lan", mute.getLocalPort())));
    }
    transport.close();
    transport = transport(otherKey);
    assertEquals(Obstacle.LOGIN_REFUSED, shut(path("lan", server.port())));
  }

  /** A dead first path costs its timeout once, and is told as long as it is passed over. */
  @Test
  void shouldTryAPathThatIsKnownToBeShutAfterTheOthers() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      AccessPath dead = path("wireguard", mute.getLocalPort());
      AccessPath lan = path("lan", server.port());
      Target target = target(dead, lan);
      assertEquals(Obstacle.NOT_SSH, shut(dead));

      long start = System.nanoTime();
      assertEquals("lan", hello(target).over().name());
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertTrue(took.compareTo(Duration.ofSeconds(3)) < 0, took + ": the dead path was tried");
      assertEquals(Optional.of(lan), transport.inUse(LAPTOP));
      assertEquals(1, transport.detour(LAPTOP).size());
      assertTrue(transport.detour(LAPTOP).getFirst().words().startsWith("wireguard (127.0.0.1:"));
    }
  }

  @Test
  void shouldComeBackToTheFirstPathWhenATrialGotIn() throws Exception {
    int later = closedPort();
    AccessPath first = path("wireguard", later);
    Target target = target(first, path("lan", server.port()));
    assertEquals(Obstacle.PORT_CLOSED, shut(first));
    assertEquals("lan", hello(target).over().name());

    try (TestServer back = new TestServer(later, List.of(hostKey.pair()), userKey.publicLine())) {
      transport.forget(LAPTOP);
      assertEquals(Obstacle.PORT_CLOSED, shut(path("emergency", closedPort())));
      assertInstanceOf(PathTrial.Result.Led.class, transport.attempt(target, first));

      assertEquals("wireguard", hello(target).over().name());
      assertEquals(List.of(), transport.detour(LAPTOP));
      assertEquals(1, back.logins.get() - 1);
    }
  }

  @Test
  void shouldSayWhyInTheDeclaredOrderWhenNothingLeadsIn() throws Exception {
    AccessPath first = path("wireguard", closedPort());
    AccessPath second = path("lan", closedPort());
    assertEquals(Obstacle.PORT_CLOSED, shut(first));

    Reply.Unreachable away =
        assertInstanceOf(
            Reply.Unreachable.class,
            transport.run(
                target(first, second),
                new Request(ShellScript.of("true"), Duration.ofSeconds(5), 1024, line -> {})));

    assertTrue(away.reason().startsWith("wireguard ("), away.reason());
    assertEquals(2, away.why().paths().size());
  }

  @Test
  void shouldNotTakeTheEndOfTheHubForTheEndOfAPath() {
    AccessPath lan = path("lan", server.port());
    transport.close();

    assertEquals(Obstacle.HUB_STOPS, shut(lan));
  }
}
