package io.meshinfra.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every way of reaching a node must do. */
@Timeout(60)
public abstract class TransportContract {
  protected static final long MEBIBYTE = 1024 * 1024;

  @TempDir protected Path temp;

  protected abstract Transport transport() throws Exception;

  protected abstract Target target() throws Exception;

  protected record Heard(Reply reply, List<String> lines) {
    public Reply.Ended ended() {
      return assertInstanceOf(Reply.Ended.class, reply, reply::toString);
    }

    public String broken() {
      return assertInstanceOf(Reply.Broken.class, reply, reply::toString).reason();
    }

    public String refused() {
      return assertInstanceOf(Reply.Refused.class, reply, reply::toString).reason();
    }

    public String unreachable() {
      return assertInstanceOf(Reply.Unreachable.class, reply, reply::toString).reason();
    }
  }

  protected Heard run(ShellScript script) throws Exception {
    return run(script, Duration.ofSeconds(30), 64 * MEBIBYTE);
  }

  protected Heard run(ShellScript script, Duration timeout, long limit) throws Exception {
    return run(target(), script, timeout, limit);
  }

  protected Heard run(Target target, ShellScript script, Duration timeout, long limit)
      throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    List<String> sink = limit > MEBIBYTE ? new ArrayList<>() : lines;
    Reply reply = transport().run(target, new Request(script, timeout, limit, sink::add));
    return new Heard(reply, sink);
  }

  @Test
  void shouldHandOnLinesAndExitCode() throws Exception {
    Heard heard = run(ShellScript.of("echo one; echo {}; echo; printf last; exit 7", "two 'x' $y"));

    assertEquals(List.of("one", "two 'x' $y", "", "last"), heard.lines());
    assertEquals(7, heard.ended().exitCode());
    assertEquals("", heard.ended().errors());
    assertEquals(target().access().getFirst(), heard.ended().over());
  }

  @Test
  void shouldEndWellWithAnEmptyScript() throws Exception {
    Heard heard = run(ShellScript.EMPTY);

    assertEquals(0, heard.ended().exitCode());
    assertEquals(List.of(), heard.lines());
  }

  @Test
  void shouldGiveTheExitCodeOfTheLastCommand() throws Exception {
    assertEquals(1, run(ShellScript.of("true\nfalse")).ended().exitCode());
    assertEquals(0, run(ShellScript.of("false\ntrue # done")).ended().exitCode());
  }

  @Test
  void shouldHandOnALineBeforeTheScriptEnds() throws Exception {
    Path gate = temp.resolve("gate");
    List<String> lines = new CopyOnWriteArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Request request =
          new Request(
              ShellScript.of(
                  "echo first; while [ ! -e {} ]; do sleep 0.05; done; echo second", gate),
              Duration.ofSeconds(30),
              MEBIBYTE,
              lines::add);
      Transport transport = transport();
      Target target = target();
      Future<Reply> reply = threads.submit(() -> transport.run(target, request));

      await().until(() -> lines.contains("first"));
      assertEquals(List.of("first"), lines);
      Files.createFile(gate);
      assertInstanceOf(Reply.Ended.class, reply.get());
      assertEquals(List.of("first", "second"), lines);
    }
  }

  @Test
  void shouldCarryMuchOutputInOrder() throws Exception {
    Heard heard =
        run(ShellScript.of("i=0; while [ $i -lt 100000 ]; do echo line-$i; i=$((i+1)); done"));

    assertEquals(0, heard.ended().exitCode());
    assertEquals(IntStream.range(0, 100000).mapToObj(i -> "line-" + i).toList(), heard.lines());
  }

  @Test
  void shouldCutEndlessOutput() throws Exception {
    Heard heard = run(ShellScript.of("while :; do echo y; done"), Duration.ofSeconds(30), 100_000);

    assertEquals("it wrote more than 100000 bytes", heard.broken());
    assertTrue(heard.lines().size() > 40_000 && heard.lines().size() <= 50_000);
  }

  @Test
  void shouldCutAnEndlessLine() throws Exception {
    Heard heard = run(ShellScript.of("cat /dev/zero"));

    assertEquals("a line of its output is longer than 1048576 bytes", heard.broken());
    assertEquals(List.of(), heard.lines());
  }

  @Test
  void shouldGiveUpANodeThatNeverAnswersAndEndWhatRunsThere() throws Exception {
    Path pid = temp.resolve("pid");
    Heard heard =
        run(
            ShellScript.of("sh -c 'echo $$ >\"$1\"; sleep 300; :' x {}; :", pid),
            Duration.ofSeconds(1),
            MEBIBYTE);

    assertEquals("it did not end within 1 s", heard.broken());
    String child = Files.readString(pid).strip();
    await().atMost(Duration.ofSeconds(30)).until(() -> !isRunning(Long.parseLong(child)));
  }

  @Test
  void shouldNotEndWhatWasDetached() throws Exception {
    Path done = temp.resolve("done");
    Heard heard =
        run(
            ShellScript.of(
                "( (trap '' HUP; sleep 2; echo yes >{}) </dev/null >/dev/null 2>&1 & ); sleep 300",
                done),
            Duration.ofMillis(800),
            MEBIBYTE);

    assertEquals("it did not end within 800 ms", heard.broken());
    await().until(() -> Files.exists(done));
  }

  /** Some servers end with the shell, some with the last process that holds its output. */
  @Test
  void shouldNotWaitForAnOrphanThatHoldsTheOutputLongerThanAllowed() throws Exception {
    long start = System.nanoTime();
    Heard heard = run(ShellScript.of("( sleep 9 & ); echo here"), Duration.ofSeconds(1), MEBIBYTE);

    assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 6);
    assertEquals(List.of("here"), heard.lines());
  }

  @Test
  void shouldTellStandardErrorPrintableAndBounded() throws Exception {
    assertEquals(
        "oh \\u001b[31mno\nand more",
        run(ShellScript.of("printf 'oh \\033[31mno\\nand more\\n' >&2")).ended().errors());

    Reply.Ended noisy =
        run(ShellScript.of("i=0; while [ $i -lt 5000 ]; do echo 0123456789 >&2; i=$((i+1)); done"))
            .ended();
    assertEquals(0, noisy.exitCode());
    assertTrue(noisy.errors().length() <= 8192 && noisy.errors().length() > 8000);
  }

  @Test
  void shouldReplaceBytesThatAreNotUtf8() throws Exception {
    assertEquals(
        List.of("a\uFFFDb", "\u00e4"),
        run(ShellScript.of("printf 'a\\377b\\n\\303\\244\\n'")).lines());
  }

  @Test
  void shouldNotLetACommandEatTheScript() throws Exception {
    Heard heard = run(ShellScript.of("cat; read x || echo empty; echo after"));

    assertEquals(List.of("empty", "after"), heard.lines());
  }

  @Test
  void shouldWaitOnlyForTheChildrenOfTheScript() throws Exception {
    Heard heard = run(ShellScript.of("(sleep 0.1; echo child) & wait; echo $#"));

    assertEquals(List.of("child", "0"), heard.lines());
  }

  @Test
  void shouldRunNothingOfAScriptThatDoesNotParse() throws Exception {
    Path trace = temp.resolve("trace");
    Heard heard = run(ShellScript.of("touch {}\necho 'open", trace));

    assertTrue(heard.ended().exitCode() != 0);
    assertTrue(!heard.ended().errors().isEmpty());
    assertTrue(Files.notExists(trace));
  }

  @Test
  void shouldTakeHereDocumentsAndAnyBytes() throws Exception {
    StringBuilder junk = new StringBuilder();
    for (char c = 1; c < 0x250; c++) {
      junk.append(c == '\n' ? ' ' : c);
    }
    Heard heard =
        run(
            ShellScript.of(
                "cat <<'END'\n a \"b\" $c `d` \\\n}\nEND\nprintf '%s\\n' {}; : \\", junk));

    assertEquals(List.of(" a \"b\" $c `d` \\", "}", junk.toString()), heard.lines());
  }

  @Test
  void shouldTakeAScriptOfFiveMebibytes() throws Exception {
    String word = "0123456789abcdef".repeat(4096);
    List<ShellScript> parts = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      parts.add(ShellScript.of("printf '%s' {} | wc -c | tr -d ' '", word));
    }
    Heard heard = run(ShellScript.lines(parts));

    assertEquals(0, heard.ended().exitCode(), heard.ended().errors());
    assertEquals(80, heard.lines().stream().filter("65536"::equals).count());
  }

  @Test
  void shouldTellThatTheShellWasKilled() throws Exception {
    Heard heard = run(ShellScript.of("echo before; kill -KILL $$; echo after"));

    assertEquals(List.of("before"), heard.lines());
    assertEquals(137, heard.ended().exitCode());
  }

  @Test
  protected void shouldRunManyAtOnce() throws Exception {
    Transport transport = transport();
    Target target = target();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> heard = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        ShellScript script = ShellScript.of("sleep 0.05; echo {}", i);
        heard.add(threads.submit(() -> one(transport, target, script)));
      }
      for (int i = 0; i < 50; i++) {
        assertEquals(i + " 0", heard.get(i).get());
      }
    }
  }

  @Test
  void shouldGiveTheExceptionOfAListenerToTheCaller() throws Exception {
    Request request =
        new Request(
            ShellScript.of("echo x; sleep 300"),
            Duration.ofSeconds(30),
            MEBIBYTE,
            line -> {
              throw new IllegalStateException("bug");
            });
    Transport transport = transport();
    Target target = target();

    assertThrows(IllegalStateException.class, () -> transport.run(target, request));
  }

  @Test
  void shouldEndWhenItsThreadIsInterrupted() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    Request request =
        new Request(
            ShellScript.of("echo begun; sleep 20"), Duration.ofSeconds(20), MEBIBYTE, lines::add);
    Transport transport = transport();
    Target target = target();
    FutureTask<Reply> reply = new FutureTask<>(() -> transport.run(target, request));
    Thread thread = Thread.ofVirtual().start(reply);
    await().until(() -> lines.equals(List.of("begun")));
    thread.interrupt();

    assertEquals(
        new Reply.Broken("the wait for it was interrupted"), reply.get(5, TimeUnit.SECONDS));
  }

  private static String one(Transport transport, Target target, ShellScript script) {
    List<String> lines = new CopyOnWriteArrayList<>();
    Reply reply =
        transport.run(target, new Request(script, Duration.ofSeconds(30), MEBIBYTE, lines::add));
    return reply instanceof Reply.Ended ended
        ? String.join(",", lines) + " " + ended.exitCode()
        : reply.toString();
  }

  /** Zombies do not count: who reaps them differs. */
  protected static boolean isRunning(long pid) {
    return ProcessHandle.of(pid).map(TransportContract::isNoZombie).orElse(false);
  }

  private static boolean isNoZombie(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException e) {
      return false;
    }
  }
}
