package io.meshinfra.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.transport.OutputBudget;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Transport;
import io.meshinfra.transport.TransportContract;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same against the real OpenSSH server, with its own limits, where one is installed. */
class OpenSshTest extends TransportContract {
  private static final Path SSHD = Path.of("/usr/sbin/sshd");

  @TempDir static Path home;
  private static TestKeys hostKey;
  private static TestKeys userKey;
  private static Process sshd;
  private static int port;

  private SshTransport transport;

  @BeforeAll
  static void startServer() throws Exception {
    assumeTrue(Files.isExecutable(SSHD), SSHD + " is not installed");
    hostKey = TestKeys.make(home, "host");
    userKey = TestKeys.make(home, "user");
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path config =
        Files.writeString(
            home.resolve("sshd_config"),
            """
            Port %d
            ListenAddress 127.0.0.1
            HostKey %s
            AuthorizedKeysFile %s
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            """
                .formatted(port, hostKey.file(), userKey.file() + ".pub"));
    if (System.getProperty("user.name").equals("root")) {
      Files.createDirectories(Path.of("/run/sshd"));
    }
    sshd =
        new ProcessBuilder(
                SSHD.toString(), "-D", "-f", config + "", "-E", home.resolve("sshd.log") + "")
            .start();
    Awaitility.await().until(OpenSshTest::listens);
  }

  private static boolean listens() {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (sshd != null) {
      sshd.destroy();
      sshd.waitFor();
    }
  }

  @BeforeEach
  void start() {
    transport =
        new SshTransport(
            SshSettings.of(List.of(userKey.file()), Optional.empty()), new OutputBudget());
  }

  @AfterEach
  void stop() {
    transport.close();
  }

  @Override
  protected Transport transport() {
    return transport;
  }

  @Override
  protected Target target() {
    return target(System.getProperty("user.name"), Target.Become.NONE);
  }

  private static Target target(String user, Target.Become become) {
    return new Target(
        new NodeName("real"),
        List.of(AccessPath.ssh("lan", "127.0.0.1", port)),
        List.of(hostKey.publicLine()),
        user,
        become);
  }

  @Test
  void shouldNotExceedTheDefaultNumberOfSessionsOfTheServer() throws Exception {
    AtomicInteger failed = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 300; i++) { // short ones: the server still counts those just closed
        threads.submit(() ->
            run(ShellScript.of(":"), Duration.ofSeconds(60), MEBIBYTE).reply()
                    instanceof Reply.Ended
                ? 0
                : failed.incrementAndGet());
      }
    }
    assertEquals(0, failed.get());
  }

  @Test
  void shouldBecomeRootThroughSudo() throws Exception {
    assumeTrue(canSudo(), "sudo works without a password for the user of this test");
    Target target = target(System.getProperty("user.name"), Target.Become.SUDO);
    Heard heard = run(target, ShellScript.of("id -u; exit 3"), Duration.ofSeconds(20), MEBIBYTE);

    assertEquals(List.of("0"), heard.lines());
    assertEquals(3, heard.ended().exitCode());
  }

  private static boolean canSudo() throws Exception {
    try {
      return new ProcessBuilder("sudo", "-n", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void shouldRefuseAUserWhoIsNotThere() throws Exception {
    Heard heard =
        run(
            target("nobody-of-that-name", Target.Become.NONE),
            ShellScript.of("true"),
            Duration.ofSeconds(20),
            MEBIBYTE);

    assertTrue(heard.refused().contains("does not let nobody-of-that-name in with our keys"));
  }
}
