package io.meshinfra.converge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run finds the lock of its node held by somebody else. */
@Timeout(60)
class RunLockTest {
  @TempDir Path home;

  @ParameterizedTest
  @MethodSource("io.meshinfra.converge.shell.LoneRunner#shells")
  void shouldWaitWhileTheLockIsHeldForAMoment(List<String> shell) throws Exception {
    Process other = hold("1");

    String end = LoneRunner.lastEvent(shell, home, "run-1", "run x\n");

    assertEquals("finished ok", end);
    assertTrue(other.waitFor() == 0, "it did not wait for the other one");
  }

  @ParameterizedTest
  @MethodSource("io.meshinfra.converge.shell.LoneRunner#shells")
  void shouldNotWaitForLongerThanAFewSeconds(List<String> shell) throws Exception {
    Process other = hold("60");
    long start = System.nanoTime();

    String end = LoneRunner.lastEvent(shell, home, "run-1", "run x\n");

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertEquals("finished busy", end);
    assertTrue(took.toMillis() >= 2_900 && took.toSeconds() < 15, () -> "it took " + took);
    other.descendants().forEach(ProcessHandle::destroyForcibly);
    other.destroyForcibly();
  }

  private Process hold(String seconds) throws Exception {
    Process process =
        new ProcessBuilder("flock", home.resolve("lock").toString(), "sleep", seconds).start();
    Awaitility.await()
        .until(() ->
            new ProcessBuilder("flock", "-n", home.resolve("lock").toString(), "true")
                    .start()
                    .waitFor()
                != 0);
    return process;
  }
}
