package io.meshinfra.converge.ansible;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedProcessTest {
  @TempDir Path folder;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  private ProcessEnd run(String script, Duration timeLimit) {
    return new BoundedProcess(
            List.of("/bin/sh", "-c", script), folder, Map.of("A", "b"), timeLimit, 1_000_000)
        .run(lines::add);
  }

  private ProcessEnd run(String script) {
    return run(script, Duration.ofSeconds(30));
  }

  @Test
  void shouldHandOverLinesExitCodeAndErrors() {
    ProcessEnd end = run("echo \"one $A\"; echo two; echo oops >&2; printf half; exit 3");

    assertEquals(new ProcessEnd.Exited(3, "oops\n"), end);
    assertEquals(List.of("one b", "two"), lines);
  }

  @Test
  void shouldLeaveOutALineThatIsTooLong() {
    run("head -c 100000 /dev/zero | tr '\\0' x; echo; echo fine");

    assertEquals(List.of("fine"), lines);
  }

  @Test
  void shouldEndEndlessOutput() {
    assertEquals(new ProcessEnd.Ended("it printed more than 1000000 bytes"), run("yes"));
  }

  @Test
  void shouldKeepOnlyTheEndOfEndlessErrors() {
    ProcessEnd end = run("head -c 1000000 /dev/zero | tr '\\0' x >&2; echo last >&2");

    String errors = assertInstanceOf(ProcessEnd.Exited.class, end).errors();
    assertEquals(8192, errors.length());
    assertEquals("last\n", errors.substring(8187));
  }

  @Test
  void shouldEndTheWholeTreeWhenTheTimeIsOver() {
    ProcessEnd end = run("sh -c 'echo $$; sleep 300' & echo $$; wait", Duration.ofMillis(500));

    assertEquals(new ProcessEnd.Ended("it took longer than 0 s"), end);
    for (String pid : lines) {
      assertFalse(
          ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false), pid);
    }
    assertEquals(2, lines.size());
  }

  @Test
  void shouldSayThatAProgramIsMissing() {
    ProcessEnd end =
        new BoundedProcess(
                List.of("/no/such/program"), folder, Map.of(), Duration.ofSeconds(5), 1000)
            .run(lines::add);

    assertInstanceOf(ProcessEnd.NotStarted.class, end);
  }
}
