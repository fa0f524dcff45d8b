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
import io.meshinfra.transport.Transport;
import io.meshinfra.transport.TransportContract;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshTransportTest extends TransportContract {
  @TempDir static Path keys;
  private static TestKeys hostKey;
  private static TestKeys rsaHostKey;
  private static TestKeys otherKey;
  private static TestKeys userKey;

  private TestServer server;
  private SshTransport transport;

  @BeforeAll
  static void makeKeys() throws Exception {
    hostKey = TestKeys.make(keys, "host");
    rsaHostKey = TestKeys.make(keys, "host-rsa", "rsa", "");
    otherKey = TestKeys.make(keys, "other");
    userKey = TestKeys.make(keys, "user");
  }

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(0, List.of(rsaHostKey.pair(), hostKey.pair()), userKey.publicLine());
    transport =
        new SshTransport(settings(List.of(userKey.file()), Optional.empty()), new OutputBudget());
  }

  @AfterEach
  void stop() throws Exception {
    transport.close();
    server.close();
  }

  private static SshSettings settings(List<Path> identities, Optional<Path> agent) {
    return new SshSettings(
        identities,
        file -> Optional.empty(),
        agent,
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofMillis(500),
        8,
        32);
  }

  @Override
  protected Transport transport() {
    return transport;
  }

  @Override
  protected Target target() {
    return target(List.of(hostKey.publicLine()), lan(server.port()));
  }

  private static AccessPath lan(int port) {
    return AccessPath.ssh("lan", "127.0.0.1", port);
  }

  private static Target target(List<String> hostKeys, AccessPath... access) {
    return new Target(new NodeName("laptop"), List.of(access), hostKeys, "ops", Target.Become.NONE);
  }

  private Heard hello(Target target) throws Exception {
    return run(target, ShellScript.of("echo hello"), Duration.ofSeconds(10), MEBIBYTE);
  }

  private Heard hello(Path key, Optional<Path> agent) throws Exception {
    transport.close();
    transport =
        new SshTransport(
            settings(key == null ? List.of() : List.of(key), agent), new OutputBudget());
    return hello(target());
  }

  @Test
  void shouldUseOneConnectionForManyScripts() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertEquals(List.of("hello"), hello(target()).lines());
    }

    assertEquals(1, server.logins.get());
  }

  @Test
  void shouldKeepTheBoundOfChannelsOfANode() throws Exception {
    shouldRunManyAtOnce();

    assertEquals(1, server.logins.get());
    assertTrue(server.mostChannels.get() <= 8 && server.mostChannels.get() > 1);
  }

  @Test
  void shouldRefuseAChangedHostKeyAndTellBoth() throws Exception {
    String reason = hello(target(List.of(otherKey.publicLine()), lan(server.port()))).refused();

    assertTrue(reason.contains("shows " + hostKey.fingerprint()), reason);
    assertTrue(reason.contains("pinned is " + otherKey.fingerprint()), reason);
    assertEquals(0, server.logins.get());
  }

  @Test
  void shouldRefuseAnUnknownHostKeyAndTellHowToPinIt() throws Exception {
    String reason = hello(target(List.of(), lan(server.port()))).refused();

    assertTrue(reason.contains("no host key is pinned for laptop; it shows "), reason);
    assertTrue(reason.contains("SHA256:"), reason);
    assertTrue(reason.contains("ssh-keyscan -p " + server.port() + " 127.0.0.1"), reason);
    assertEquals(0, server.logins.get());
  }

  @Test
  void shouldAskForTheHostKeyThatIsPinned() throws Exception {
    assertEquals(
        0, hello(target(List.of(rsaHostKey.publicLine()), lan(server.port()))).ended().exitCode());
    transport.forget(new NodeName("laptop"));
    assertEquals(0, hello(target()).ended().exitCode());
  }

  @Test
  void shouldRefuseAServerWithoutAKeyOfThePinnedType() throws Exception {
    try (TestServer rsaOnly = new TestServer(0, List.of(rsaHostKey.pair()), userKey.publicLine())) {
      String reason = hello(target(List.of(hostKey.publicLine()), lan(rsaOnly.port()))).refused();

      assertTrue(reason.contains("no host key of the pinned type ssh-ed25519"), reason);
    }
  }

  @Test
  void shouldRefuseAPinThatCannotBeRead() throws Exception {
    String reason = hello(target(List.of("ssh-ed25519 !!"), lan(server.port()))).refused();

    assertTrue(reason.contains("a pinned host key of laptop cannot be read"), reason);
  }

  @Test
  void shouldTellWhichKeysWereNotAccepted() throws Exception {
    String reason = hello(otherKey.file(), Optional.empty()).refused();

    assertTrue(reason.contains("laptop does not let ops in with our keys"), reason);
    assertTrue(reason.contains(otherKey.fingerprint()), reason);
  }

  @Test
  void shouldTellThatThereIsNoKeyToOffer() throws Exception {
    Path missing = keys.resolve("missing");
    String reason = hello(missing, Optional.of(keys.resolve("no-socket"))).refused();

    assertTrue(reason.contains("key file " + missing + " does not exist"), reason);
    assertTrue(reason.contains("the SSH agent cannot be used"), reason);
  }

  @Test
  void shouldOpenAnEncryptedKeyFileWithItsPassphrase() throws Exception {
    TestKeys encrypted = TestKeys.make(temp, "encrypted", "ed25519", "open sesame");
    SshSettings base = settings(List.of(encrypted.file()), Optional.empty());
    try (TestServer strict = new TestServer(0, List.of(hostKey.pair()), encrypted.publicLine())) {
      Target target = target(List.of(hostKey.publicLine()), lan(strict.port()));
      assertTrue(hello(encrypted.file(), Optional.empty()).refused().contains("passphrase"));

      transport.close();
      transport =
          new SshTransport(
              new SshSettings(
                  base.identities(),
                  file -> Optional.of("open sesame"),
                  base.agentSocket(),
                  base.connectTimeout(),
                  base.authTimeout(),
                  base.heartbeat(),
                  8,
                  32),
              new OutputBudget());
      assertEquals(List.of("hello"), hello(target).lines());
    }
  }

  @Test
  void shouldLogInWithAKeyOfAnAgent() throws Exception {
    for (String type : List.of("ed25519", "rsa", "ecdsa")) {
      try (TestAgent agent = TestAgent.start(temp.resolve(type + ".sock"))) {
        TestKeys key = TestKeys.make(temp, "agent-" + type, type, "");
        agent.add(otherKey.file());
        agent.add(key.file());
        try (TestServer strict = new TestServer(0, List.of(hostKey.pair()), key.publicLine());
            SshTransport other =
                new SshTransport(
                    settings(List.of(), Optional.of(agent.socket())), new OutputBudget())) {
          transport.close();
          transport = other;
          Target target = target(List.of(hostKey.publicLine()), lan(strict.port()));
          assertEquals(List.of("hello"), hello(target).lines(), type);
        }
      }
    }
  }

  @Test
  void shouldTryTheNextPathAndRememberWhyEachFailed() throws Exception {
    int closedPort = freePort();
    AccessPath refused = AccessPath.ssh("tailscale", "127.0.0.1", closedPort);
    AccessPath unknown = AccessPath.ssh("lan", "no-such-host.invalid", 22);
    List<String> pins = List.of(hostKey.publicLine());

    Heard heard = hello(target(pins, refused, unknown, lan(server.port())));
    assertEquals(lan(server.port()), heard.ended().over());

    transport.forget(new NodeName("laptop"));
    assertEquals(
        "tailscale (127.0.0.1:"
            + closedPort
            + "): connection refused; lan (no-such-host.invalid:22): unknown host name",
        hello(target(pins, refused, unknown)).unreachable());
  }

  @Test
  void shouldPassABlackHole() throws Exception {
    List<String> pins = List.of(hostKey.publicLine());
    try (BlackHole hole = new BlackHole()) {
      AccessPath dead = AccessPath.ssh("emergency", "127.0.0.1", hole.port());
      long start = System.nanoTime();

      assertEquals(dead + ": timed out after 1 s", hello(target(pins, dead)).unreachable());
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(took.toMillis() < 2500, took.toString());
      assertEquals(0, hello(target(pins, dead, lan(server.port()))).ended().exitCode());
    }
  }

  @Test
  void shouldPassAServerThatAcceptsAndNeverSpeaks() throws Exception {
    List<String> pins = List.of(hostKey.publicLine());
    try (ServerSocket silent = new ServerSocket(0)) {
      AccessPath mute = AccessPath.ssh("mute", "127.0.0.1", silent.getLocalPort());

      assertEquals(
          mute + ": no login within 3 s, it does not speak SSH",
          hello(target(pins, mute)).unreachable());
      assertEquals(0, hello(target(pins, mute, lan(server.port()))).ended().exitCode());
    }
  }

  @Test
  void shouldTryTheNextPathWhenOneRefuses() throws Exception {
    try (TestServer stranger = new TestServer(0, List.of(otherKey.pair()), userKey.publicLine())) {
      AccessPath taken = AccessPath.ssh("lan", "127.0.0.1", stranger.port());
      AccessPath closed = AccessPath.ssh("emergency", "127.0.0.1", freePort());
      List<String> pins = List.of(hostKey.publicLine());

      assertEquals(0, hello(target(pins, taken, lan(server.port()))).ended().exitCode());
      transport.forget(target().node()); // or the connection that is there would be held
      String reason = hello(target(pins, taken, closed)).refused();
      assertTrue(reason.contains("is another one"), reason);
      assertTrue(reason.contains("connection refused"), reason);
    }
  }

  @Test
  void shouldStartAgainAtTheFirstPathWhenTheConnectionDied() throws Exception {
    int later = freePort();
    AccessPath first = AccessPath.ssh("tailscale", "127.0.0.1", later);
    Target target = target(List.of(hostKey.publicLine()), first, lan(server.port()));
    assertEquals("lan", hello(target).ended().over().name());

    try (TestServer back = new TestServer(later, List.of(hostKey.pair()), userKey.publicLine())) {
      assertEquals("lan", hello(target).ended().over().name());
      server.dropConnections();
      await().until(() -> "tailscale".equals(hello(target).ended().over().name()));
    }
  }

  @Test
  void shouldReconnectAfterARestartOfTheServer() throws Exception {
    Target target = target();
    assertEquals(0, hello(target).ended().exitCode());
    server.close();
    server =
        new TestServer(
            target.access().getFirst().port(), List.of(hostKey.pair()), userKey.publicLine());

    assertEquals(0, hello(target).ended().exitCode());
    assertEquals(1, server.logins.get());
  }

  @Test
  void shouldTellThatTheLinkWasCut() throws Exception {
    try (TestProxy proxy = new TestProxy(server.port())) {
      Target target = target(List.of(hostKey.publicLine()), lan(proxy.port()));
      Future<Reply> reply = sleeper(target);
      proxy.cut();

      assertTrue(broken(reply).startsWith("the link was lost: lan (127.0.0.1:"), broken(reply));
      assertEquals(0, hello(target).ended().exitCode());
    }
  }

  @Test
  void shouldNoticeALinkThatWentDeadWithoutAWord() throws Exception {
    try (TestProxy proxy = new TestProxy(server.port())) {
      Future<Reply> reply = sleeper(target(List.of(hostKey.publicLine()), lan(proxy.port())));
      proxy.goDead();

      assertTrue(broken(reply).startsWith("the link was lost: "), broken(reply));
    }
  }

  @Test
  void shouldEndWhatRunsWhenItCloses() throws Exception {
    Future<Reply> reply = sleeper(target());
    transport.close();

    assertTrue(broken(reply).startsWith("the link was lost: "), broken(reply));
    await().until(() -> server.channels.get() == 0);
  }

  /** A script that has begun and sleeps. */
  private Future<Reply> sleeper(Target target) {
    List<String> lines = new CopyOnWriteArrayList<>();
    Request request =
        new Request(
            ShellScript.of("echo begun; sleep 20"), Duration.ofSeconds(20), MEBIBYTE, lines::add);
    FutureTask<Reply> reply = new FutureTask<>(() -> transport.run(target, request));
    Thread.ofVirtual().start(reply);
    await().until(() -> lines.equals(List.of("begun")));
    return reply;
  }

  private static String broken(Future<Reply> reply) throws Exception {
    return assertInstanceOf(Reply.Broken.class, reply.get()).reason();
  }

  @Test
  void shouldEndWithAServerThatTalksNonsense() throws Exception {
    for (String nonsense : List.of("HTTP/1.1 400 Bad Request\r\n\r\n", "x".repeat(100_000), "\n")) {
      try (ServerSocket babbler = new ServerSocket(0)) {
        Thread.ofVirtual().start(() -> babble(babbler, nonsense));
        Target target = target(List.of(hostKey.publicLine()), lan(babbler.getLocalPort()));

        assertTrue(hello(target).unreachable().startsWith("lan (127.0.0.1:"));
      }
    }
  }

  private static void babble(ServerSocket server, String nonsense) {
    try {
      while (true) {
        var out = server.accept().getOutputStream();
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (true) {
                  out.write(nonsense.getBytes(StandardCharsets.UTF_8));
                }
              } catch (java.io.IOException e) {
                // they hung up
              }
            });
      }
    } catch (java.io.IOException e) {
      // closed
    }
  }

  @Test
  void shouldConnectAnewWhenThePinsChange() throws Exception {
    assertEquals(0, hello(target()).ended().exitCode());

    hello(target(List.of(otherKey.publicLine()), lan(server.port()))).refused();
  }

  @Test
  void shouldRunNothingAfterClose() throws Exception {
    transport.close();

    assertEquals("this hub is stopping", hello(target()).unreachable());
  }

  @Test
  void shouldNotTakeTheNoiseOfALoginShellForOutput() throws Exception {
    server.before = "echo Welcome; printf 'no newline'; ";

    assertEquals(List.of("hello"), hello(target()).lines());
  }

  @Test
  void shouldTellThatSudoAsksForAPassword() throws Exception {
    sudoSays("sudo: a password is required", 1);

    assertEquals(
        "sudo on laptop asks ops for a password; give it NOPASSWD in sudoers or set become: none",
        hello(sudo(target())).refused());
  }

  @Test
  void shouldTellThatSudoForbidsIt() throws Exception {
    sudoSays("Sorry, user ops is not allowed to execute sh as root on laptop.", 1);

    assertTrue(
        hello(sudo(target()))
            .refused()
            .startsWith("sudo on laptop does not make ops root; it said \"Sorry, user ops"));
  }

  @Test
  void shouldTellThatNoShellStarts() throws Exception {
    // This server drops what a process writes to standard error at its very end.
    server.before = "echo This account is not available. >&2; sleep 0.3; exit 1; ";

    assertEquals(
        "no sh starts for ops on laptop; it said \"This account is not available.\" and ended with 1",
        hello(target()).refused());
  }

  /** Sleeps for the same reason as above. */
  private void sudoSays(String message, int exit) throws Exception {
    Path sudo = temp.resolve("sudo");
    Files.writeString(
        sudo, "#!/bin/sh\necho '" + message + "' >&2; sleep 0.3; exit " + exit + "\n");
    assertTrue(sudo.toFile().setExecutable(true));
    server.before = "PATH=" + temp + ":$PATH; ";
  }

  private static Target sudo(Target target) {
    return new Target(
        target.node(), target.access(), target.hostKeys(), target.user(), Target.Become.SUDO);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
