package io.meshinfra.transport.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.transport.OutputBudget;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many nodes at once: what one of them does not do costs the others nothing. */
@Timeout(120)
class ManyNodesTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir static Path keys;
  private static TestKeys hostKey;
  private static TestKeys userKey;

  private TestServer server;

  @BeforeAll
  static void makeKeys() throws Exception {
    hostKey = TestKeys.make(keys, "host");
    userKey = TestKeys.make(keys, "user");
  }

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(0, List.of(hostKey.pair()), userKey.publicLine());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static SshTransport transport(Duration connect, Duration login, int logins) {
    return new SshTransport(
        new SshSettings(
            List.of(userKey.file()),
            file -> Optional.empty(),
            Optional.empty(),
            connect,
            login,
            Duration.ofSeconds(15),
            8,
            logins),
        new OutputBudget());
  }

  private static Target node(String name, int port) {
    return new Target(
        new NodeName(name),
        List.of(AccessPath.ssh("lan", "127.0.0.1", port)),
        List.of(hostKey.publicLine()),
        "ops",
        Target.Become.NONE);
  }

  private static Reply hello(SshTransport transport, Target target) {
    return transport.run(target, new Request(ShellScript.of("echo hello"), LONG, 1024, line -> {}));
  }

  private static List<Future<Reply>> helloToMany(SshTransport transport, int count, int port) {
    return IntStream.range(0, count)
        .<Future<Reply>>mapToObj(i -> {
          FutureTask<Reply> reply = new FutureTask<>(() -> hello(transport, node("n" + i, port)));
          Thread.ofVirtual().start(reply);
          return reply;
        })
        .toList();
  }

  @Test
  void shouldReachANodeWhileManyDoNotAnswer() throws Exception {
    try (BlackHole hole = new BlackHole();
        SshTransport transport = transport(LONG, LONG, 32)) {
      List<Future<Reply>> away = helloToMany(transport, 100, hole.port());

      for (int i = 0; i < 5; i++) {
        assertInstanceOf(Reply.Ended.class, hello(transport, node("there" + i, server.port())));
      }
      assertTrue(away.stream().noneMatch(Future::isDone));
    }
  }

  @Test
  void shouldReachANodeWhileMoreThanTheLoginsNeverSpeak() throws Exception {
    try (HalfDeadServer mute = new HalfDeadServer("");
        SshTransport transport = transport(LONG, LONG, 4)) {
      List<Future<Reply>> silent = helloToMany(transport, 12, mute.port());
      await().until(() -> mute.callers() == 12);

      assertInstanceOf(Reply.Ended.class, hello(transport, node("there", server.port())));
      assertTrue(silent.stream().noneMatch(Future::isDone));
    }
  }

  @Test
  void shouldNotTakeItsOwnQueueForTheSilenceOfANode() throws Exception {
    Duration login = Duration.ofSeconds(3);
    try (HalfDeadServer stalled = new HalfDeadServer("SSH-2.0-stalled\r\n");
        SshTransport transport = transport(LONG, login, 1)) {
      List<Future<Reply>> before = helloToMany(transport, 3, stalled.port());
      await().until(() -> stalled.callers() == 3);
      Reply after = hello(transport, node("there", server.port()));

      assertInstanceOf(Reply.Ended.class, after);
      for (Future<Reply> one : before) {
        assertEquals(
            "lan (127.0.0.1:" + stalled.port() + "): no login within 3 s",
            assertInstanceOf(Reply.Unreachable.class, one.get()).reason());
      }
    }
  }

  @Test
  void shouldExchangeKeysWithAFewAtATime() throws Exception {
    try (SshTransport transport = transport(LONG, LONG, 1)) {
      for (Future<Reply> reply : helloToMany(transport, 20, server.port())) {
        assertInstanceOf(Reply.Ended.class, reply.get());
      }
      // One more may begin before the server has noted that the last one is in.
      assertTrue(server.mostLoggingIn.get() <= 2, "at once: " + server.mostLoggingIn);
    }
  }

  @Test
  void shouldExchangeKeysInTheCheapWayThatLasts() {
    try (SshTransport transport = transport(LONG, LONG, 1)) {
      hello(transport, node("there", server.port()));

      assertEquals("mlkem768x25519-sha256", server.keyExchange.get());
    }
  }
}
