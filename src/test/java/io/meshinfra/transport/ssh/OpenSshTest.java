package io.meshinfra.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Transport;
import io.meshinfra.transport.TransportContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same against the real OpenSSH server, with its own limits, where one is installed. */
class OpenSshTest extends TransportContract {
  @TempDir static Path home;
  private static RealSshd sshd;

  private SshTransport transport;

  @BeforeAll
  static void startServer() throws Exception {
    assumeTrue(RealSshd.isInstalled(), "no sshd is installed");
    sshd = RealSshd.start(home);
  }

  @AfterAll
  static void stopServer() {
    if (sshd != null) {
      sshd.close();
    }
  }

  @BeforeEach
  void start() {
    transport = sshd.transport();
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
    return sshd.target(System.getProperty("user.name"), Target.Become.NONE);
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
    Target target = sshd.target(System.getProperty("user.name"), Target.Become.SUDO);
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
            sshd.target("nobody-of-that-name", Target.Become.NONE),
            ShellScript.of("true"),
            Duration.ofSeconds(20),
            MEBIBYTE);

    assertTrue(heard.refused().contains("does not let nobody-of-that-name in with our keys"));
  }
}
