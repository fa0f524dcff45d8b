package io.meshinfra.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node with a real SSH server answers without end, whatever it is asked. */
@Timeout(120)
class FloodTest {
  private static final long LIMIT = 1024L * 1024;

  /** Nothing here may end because it lasted so long. */
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path home;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void needsSshd() {
    assumeTrue(RealSshd.isInstalled(), "no sshd is installed");
  }

  @AfterEach
  void tearDown() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private RealSshd sshd(String name, String... more) throws Exception {
    RealSshd sshd = RealSshd.start(Files.createDirectories(home.resolve(name)), more);
    open.add(sshd);
    return sshd;
  }

  private static Target of(RealSshd sshd) {
    return sshd.target(System.getProperty("user.name"), Target.Become.NONE);
  }

  /**
   * On standard output before the shell says that it is there, in lines and without, and on errors.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "cat /dev/zero",
        "yes >&2",
        "cat /dev/zero >&2",
        "yes & exec yes >&2",
        "printf '\\nmesh-begin\\n'; exec cat /dev/zero >&2"
      })
  void shouldHangUpOnAnEndlessAnswerAndTellIt(String answer) throws Exception {
    RealSshd hostile = sshd("hostile", "ForceCommand " + answer);
    SshTransport transport = hostile.transport();
    open.add(transport);

    Reply.Broken broken =
        assertInstanceOf(
            Reply.Broken.class,
            transport.run(of(hostile), new Request(ShellScript.of(":"), LONG, LIMIT, l -> {})));

    assertEquals(Reply.Broken.Cause.FLOOD, broken.cause(), broken::reason);
    assertTrue(
        broken.reason().matches("it wrote more than .* bytes.*|a line of its output is longer.*"),
        broken::reason);
  }

  @Test
  void shouldHangUpOnARunThatTellsNothingButErrors() throws Exception {
    RealSshd node = sshd("node");
    SshTransport transport = node.transport();
    open.add(transport);
    List<String> heard = new ArrayList<>();

    Reply.Broken broken =
        assertInstanceOf(
            Reply.Broken.class,
            transport.run(
                of(node),
                new Request(ShellScript.of("echo begin 1; yes >&2"), LONG, LIMIT, heard::add)));

    assertEquals("it wrote more than 4194304 bytes of errors", broken.reason());
    assertEquals(List.of("begin 1"), heard);
    assertInstanceOf(
        Reply.Ended.class,
        transport.run(of(node), new Request(ShellScript.of(":"), LONG, LIMIT, l -> {})),
        "the connection is good for more");
  }

  /** Eight nodes flood the hub at the same time, again and again; one in good order is served. */
  @Test
  void shouldServeTheOthersMeanwhile() throws Exception {
    RealSshd hostile = sshd("hostile", "ForceCommand yes & exec yes >&2");
    RealSshd good = sshd("good");
    SshTransport flooded = hostile.transport();
    SshTransport served = good.transport();
    open.addAll(List.of(flooded, served));
    AtomicLong floods = new AtomicLong();
    long worst = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> hostiles = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        hostiles.add(
            threads.submit(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                flooded.run(of(hostile), new Request(ShellScript.of(":"), LONG, LIMIT, l -> {}));
                floods.incrementAndGet();
              }
            }));
      }
      for (int i = 0; i < 20; i++) {
        long start = System.nanoTime();
        Reply reply =
            served.run(of(good), new Request(ShellScript.of("echo hello"), LONG, LIMIT, l -> {}));
        assertInstanceOf(Reply.Ended.class, reply, reply::toString);
        worst = Math.max(worst, System.nanoTime() - start);
      }
      hostiles.forEach(one -> one.cancel(true));
    }
    assertTrue(floods.get() > 8, () -> "floods that were hung up on: " + floods);
    long slowest = Duration.ofNanos(worst).toMillis();
    assertTrue(slowest < 10_000, () -> "ms for one script: " + slowest);
  }
}
