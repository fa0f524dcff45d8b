package io.meshinfra.converge.shell;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.RunListener;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.RunId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.PlaybookRun;
import io.meshinfra.resource.ProbePrelude;
import io.meshinfra.resource.Reactive;
import io.meshinfra.support.ScratchNode;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of runs whose start, end or folder is not as it should be. */
@Timeout(60)
class RunLifeTest {
  private static final RunId RUN = new RunId("20260102t030405-test-1");

  @TempDir Path home;
  @TempDir Path place;
  private ScratchNode node;
  private Path folder;

  @BeforeEach
  void setUp() {
    node = new ScratchNode(home);
    folder = home.resolve("runs").resolve(RUN.value());
  }

  @Test
  void shouldWaitForASlowStarter() {
    Transport slow =
        launching(
            "( (sleep 4; exec setsid sh \"$MESH_RUN/runner.sh\" \"$MESH_RUN\") >/dev/null 2>&1 &)");

    RunEnd end = start(slow, shell("echo hello"));

    assertInstanceOf(RunEnd.Finished.class, end);
    assertEquals("hello", end.results().getFirst().output());
  }

  @Test
  void shouldGiveUpARunThatDoesNotBeginSoThatItNeverDoes() {
    Path file = place.resolve("file");
    Step step = shell("touch " + file);

    RunEnd end = start(launching(":"), step);
    RunEnd again = start(node, step);

    assertEquals(new RunEnd.NotStarted("the node never got the run"), end);
    assertInstanceOf(RunEnd.NotStarted.class, again);
    assertFalse(Files.exists(file));
  }

  /** Where numbers of processes begin anew, a stranger may have the number of the runner. */
  @Test
  void shouldNotTakeAStrangerForTheRunner() throws IOException {
    Files.createDirectories(folder.resolve("claimed"));
    Files.createFile(folder.resolve("alive"));
    Files.writeString(folder.resolve("events"), "started\nbegin 1\n");
    Files.writeString(
        folder.resolve("runner"),
        ProcessHandle.current().pid()
            + " "
            + Files.readString(Path.of("/proc/sys/kernel/random/boot_id")));
    Files.writeString(folder.resolve("step.1"), "secret");

    RunEnd end = runs(node).follow(ScratchNode.target(), RUN, RunListener.NONE);

    assertInstanceOf(RunEnd.Died.class, end);
    assertFalse(Files.exists(folder.resolve("step.1")));
  }

  @Test
  void shouldRemoveOnlyTheOldestRunsThatAreOver() throws IOException {
    for (int i = 1; i <= 30; i++) {
      past(i, i == 30 ? "started\nbegin 1\n" : "started\nfinished ok\n");
    }

    RunEnd end = start(node, shell("true"));

    assertInstanceOf(RunEnd.Finished.class, end);
    assertTrue(Files.exists(folder), "its own, though its name is the oldest");
    await().until(() -> !Files.exists(home.resolve("runs/20270101t000000-past-29")));
    assertTrue(Files.exists(home.resolve("runs/20270101t000000-past-30")), "at work");
    assertTrue(Files.exists(home.resolve("runs/20270101t000000-past-19")));
    assertFalse(Files.exists(home.resolve("runs/20270101t000000-past-20")));
  }

  @Test
  void shouldSayThatTheFolderOfTheRunCannotBeMade() throws IOException {
    Files.writeString(home.resolve("runs"), "in the way");

    RunEnd started = start(node, shell("true"));
    RunEnd followed = runs(node).follow(ScratchNode.target(), RUN, RunListener.NONE);

    String reason = "cannot make the folder of the run; is the disk full or read-only?";
    assertEquals(new RunEnd.NotStarted(reason), started);
    assertEquals(new RunEnd.NotStarted(reason), followed);
  }

  @Test
  void shouldPutALineTogetherThatIsWrittenInParts() throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("claimed"));
    Path events = folder.resolve("events");
    Files.writeString(events, "started\nbegin 1\nend 1 0 aGVs");
    Path read = place.resolve("read");
    Process runner =
        new ProcessBuilder(
                "flock",
                folder.resolve("alive").toString(),
                "sh",
                "-c",
                "until [ -e \"$2\" ]; do sleep 0.05; done; sleep 0.3;"
                    + " printf 'bG8=\\nfinished ok\\n' >>\"$1\"",
                "runner",
                events.toString(),
                read.toString())
            .start();

    RunEnd end = runs(node).follow(ScratchNode.target(), RUN, begun(read));
    runner.waitFor();

    assertEquals("hello", end.results().getFirst().output());
  }

  @Test
  void shouldOnlyNoteReactionsOfAStepWithAPlaybook() throws IOException {
    ResourceId service = ResourceId.parse("service:web");
    Action playbook =
        new Action.RunAnsible(new PlaybookRun("site.yaml", "", List.of(), new TreeMap<>(), ""));
    Step step =
        new Step(
            1,
            shell("true").changes(),
            List.of(playbook),
            Set.of(),
            Map.of(service, Reactive.Reaction.RESTART),
            "test");

    RunEnd end = start(node, step);

    assertEquals(0, end.results().getFirst().exitCode());
    assertEquals(
        "restart\n",
        Files.readString(home.resolve("due").resolve(ProbePrelude.dueMarker(service))));
  }

  @Test
  void shouldNotKeepTheTextOfStepsWhichMayBeSecret() throws IOException {
    start(node, shell("echo secret"), Steps.shell(2, ShellScript.of("exit 1")));

    try (var files = Files.list(folder)) {
      assertEquals(
          List.of(), files.filter(f -> f.getFileName().toString().startsWith("step.")).toList());
    }
  }

  @Test
  void shouldStopALongStepWhereTimeoutCannotKill() {
    Transport old =
        launching(
            "sed -i '2i timeout() { case $1 in -k) return 1;; esac; command timeout \"$@\"; }'"
                + " \"$MESH_RUN/runner.sh\"; mesh_launch");

    RunEnd end =
        new ShellRuns(old, Clock.systemUTC(), Duration.ofSeconds(1), Duration.ofSeconds(30))
            .start(
                ScratchNode.target(),
                RUN,
                Steps.ABOUT,
                List.of(shell("sleep 600")),
                RunListener.NONE);

    assertEquals(124, end.results().getFirst().exitCode());
  }

  private void past(int age, String events) throws IOException {
    Path past = home.resolve("runs/20270101t000000-past-" + age);
    Files.createDirectories(past);
    Files.writeString(past.resolve("events"), events);
    Files.setLastModifiedTime(
        past, FileTime.from(Instant.parse("2025-01-01T00:00:00Z").minusSeconds(age)));
  }

  private static RunListener begun(Path file) {
    return new RunListener() {
      @Override
      public void stepBegun(int number) {
        try {
          Files.createFile(file);
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }

      @Override
      public void stepEnded(io.meshinfra.converge.StepResult result) {}
    };
  }

  /** A node that is slow or odd when it launches the runner. */
  private Transport launching(String command) {
    return new Transport() {
      @Override
      public Reply run(Target target, Request request) {
        String text = request.script().text().replace("\nmesh_launch\n", "\n" + command + "\n");
        return node.run(
            target,
            new Request(
                ShellScript.of("eval {}", text),
                request.timeout(),
                request.outputLimit(),
                request.onLine()));
      }

      @Override
      public void forget(NodeName name) {}

      @Override
      public void close() {}
    };
  }

  private static Step shell(String text) {
    return Steps.shell(1, ShellScript.of("sh -c {}", text));
  }

  private RunEnd start(Transport transport, Step... steps) {
    return runs(transport)
        .start(ScratchNode.target(), RUN, Steps.ABOUT, List.of(steps), RunListener.NONE);
  }

  private static ShellRuns runs(Transport transport) {
    return new ShellRuns(
        transport, Clock.systemUTC(), Duration.ofSeconds(20), Duration.ofSeconds(30));
  }
}
