package io.meshinfra.converge.shell;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.RunListener;
import io.meshinfra.converge.StepResult;
import io.meshinfra.converge.StepResult.Status;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Content;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.RunId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.ProbePrelude;
import io.meshinfra.resource.Reactive;
import io.meshinfra.support.ScratchNode;
import io.meshinfra.support.ThingType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ShellRunsTest {
  private static final RunId RUN = new RunId("20260102t030405-test-1");

  @TempDir Path home;
  @TempDir Path place;
  private ScratchNode node;
  private ShellRuns runs;

  @BeforeEach
  void setUp() {
    node = new ScratchNode(home);
    runs = new ShellRuns(node, Clock.systemUTC(), Duration.ofSeconds(20), Duration.ofSeconds(30));
  }

  @Test
  void shouldTellHowEachStepEnded() {
    RunEnd end =
        start(
            step(1, Set.of(), Action.run(ShellScript.of("echo hello"))),
            step(2, Set.of(), Action.run(ShellScript.of("echo oh no >&2; exit 7"))),
            step(3, Set.of(2), Action.run(ShellScript.of("touch {}", place.resolve("never")))),
            step(4, Set.of(3), Action.run(ShellScript.of("true"))),
            step(5, Set.of(1), Action.run(ShellScript.of("echo bye"))));

    assertInstanceOf(RunEnd.Finished.class, end);
    assertEquals(
        List.of("1 DONE 0 hello", "2 FAILED 7 oh no", "3 SKIPPED", "4 SKIPPED", "5 DONE 0 bye"),
        end.results().stream().map(ShellRunsTest::line).toList());
    assertFalse(Files.exists(place.resolve("never")));
  }

  @Test
  void shouldStopAStepAtItsFirstFailingCommand() {
    Path after = place.resolve("after");
    RunEnd end = start(step(1, Set.of(), Action.run(ShellScript.of("false\ntouch {}", after))));

    assertEquals(Status.FAILED, end.results().getFirst().status());
    assertFalse(Files.exists(after));
  }

  @Test
  void shouldRunStepsOnceHoweverOftenTheyAreSent() throws IOException {
    Path log = place.resolve("log");
    Step step = step(1, Set.of(), Action.run(ShellScript.of("echo once >>{}", log)));

    start(step);
    RunEnd again = start(step);

    assertEquals("once\n", Files.readString(log));
    assertEquals(1, again.results().size());
  }

  @Test
  void shouldGoOnWhenTheLinkBreaksAndBeFoundAgain() throws IOException {
    Path go = place.resolve("go");
    Path log = place.resolve("log");
    Step waits =
        step(
            1,
            Set.of(),
            Action.run(
                ShellScript.of("until [ -e {} ]; do sleep 0.05; done; echo first >>{}", go, log)));
    Step second = step(2, Set.of(1), Action.run(ShellScript.of("echo second >>{}", log)));

    node.breakLinkAfter(2);
    RunEnd lost = start(waits, second);
    Files.createFile(go);
    RunEnd found = runs.follow(ScratchNode.target(), RUN, RunListener.NONE);

    assertInstanceOf(RunEnd.OutOfSight.class, lost);
    assertInstanceOf(RunEnd.Finished.class, found);
    assertEquals(2, found.results().size());
    assertEquals("first\nsecond\n", Files.readString(log));
  }

  @Test
  void shouldSayThatARunIsUnknown() {
    RunEnd end = runs.follow(ScratchNode.target(), RUN, RunListener.NONE);

    assertEquals(new RunEnd.NotStarted("the node never got the run"), end);
  }

  /** A start may still be on its way when the hub asks after the run over a new connection. */
  @Test
  void shouldNotBeginARunThatTheHubHasGivenUp() {
    Path file = place.resolve("file");
    runs.follow(ScratchNode.target(), RUN, RunListener.NONE);

    RunEnd late = start(step(1, Set.of(), Action.run(ShellScript.of("touch {}", file))));

    assertInstanceOf(RunEnd.NotStarted.class, late);
    assertFalse(Files.exists(file));
  }

  @Test
  void shouldTellThatTheRunnerDied() throws IOException {
    Path started = place.resolve("started");
    Step endless = step(1, Set.of(), Action.run(ShellScript.of("touch {}; sleep 600", started)));
    node.breakLinkAfter(2);
    start(endless);
    await().until(() -> Files.exists(started));
    long runner = Long.parseLong(Files.readString(home.resolve("runs/" + RUN + "/runner")).strip());
    ProcessHandle.of(runner).orElseThrow().descendants().forEach(ProcessHandle::destroyForcibly);
    ProcessHandle.of(runner).ifPresent(ProcessHandle::destroyForcibly);

    RunEnd end = runs.follow(ScratchNode.target(), RUN, RunListener.NONE);

    assertInstanceOf(RunEnd.Died.class, end);
  }

  @Test
  void shouldLetOnlyOneRunWorkAtATime() throws IOException {
    Path started = place.resolve("started");
    Path go = place.resolve("go");
    Step waits =
        step(
            1,
            Set.of(),
            Action.run(
                ShellScript.of("touch {}; until [ -e {} ]; do sleep 0.05; done", started, go)));
    node.breakLinkAfter(1);
    start(waits);
    await().until(() -> Files.exists(started));

    RunEnd other =
        runs.start(
            ScratchNode.target(),
            new RunId("20260102t030406-test-1"),
            Steps.about(new RunId("20260102t030406-test-1")),
            List.of(step(1, Set.of(), Action.run(ShellScript.of("true")))),
            RunListener.NONE);
    Files.createFile(go);

    assertEquals(new RunEnd.NotStarted("another run of mesh-infra is at work on the node"), other);
    assertInstanceOf(
        RunEnd.Finished.class, runs.follow(ScratchNode.target(), RUN, RunListener.NONE));
  }

  @Test
  void shouldNotKeepTheLockForADaemonThatAStepStarts() {
    start(step(1, Set.of(), Action.run(ShellScript.of("sleep 30 >/dev/null 2>&1 &"))));

    RunEnd next =
        runs.start(
            ScratchNode.target(),
            new RunId("20260102t030406-test-1"),
            Steps.about(new RunId("20260102t030406-test-1")),
            List.of(step(1, Set.of(), Action.run(ShellScript.of("true")))),
            RunListener.NONE);

    assertInstanceOf(RunEnd.Finished.class, next);
  }

  @Test
  void shouldStopAStepThatTakesTooLong() {
    ShellRuns hurried =
        new ShellRuns(node, Clock.systemUTC(), Duration.ofSeconds(1), Duration.ofSeconds(30));

    RunEnd end =
        hurried.start(
            ScratchNode.target(),
            RUN,
            Steps.ABOUT,
            List.of(step(1, Set.of(), Action.run(ShellScript.of("sleep 600")))),
            RunListener.NONE);

    assertEquals(124, end.results().getFirst().exitCode());
    assertTrue(end.results().getFirst().output().contains("stopped after 1 s"));
  }

  @Test
  void shouldPutAFileWithItsModeAndKeepTheOldOne() throws IOException {
    Path file = place.resolve("it's $(touch pwned) \"here\"");
    Files.writeString(file, "old\n");

    RunEnd end = start(step(1, Set.of(), put(file, "new\n\n  no newline at end", "0640", null)));

    assertEquals(Status.DONE, end.results().getFirst().status(), end.toString());
    assertEquals("new\n\n  no newline at end", Files.readString(file));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals("old\n", Files.readString(home.resolve("runs/" + RUN + "/kept/1/was")));
    assertEquals(List.of(file), filesIn(place));
  }

  @Test
  void shouldTakeModeFromTheFileThatIsReplaced() throws IOException {
    Path file = place.resolve("script");
    Files.writeString(file, "old\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));

    start(step(1, Set.of(), put(file, "new", null, null)));

    assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void shouldLeaveTheOldFileWhenTheNewOneIsNotValid() throws IOException {
    Path file = place.resolve("config");
    Files.writeString(file, "good\n");

    RunEnd end = start(step(1, Set.of(), put(file, "bad\n", null, "grep -q good %s")));

    assertEquals(Status.FAILED, end.results().getFirst().status());
    assertTrue(end.results().getFirst().output().contains("does not pass its validation"));
    assertEquals("good\n", Files.readString(file));
    assertEquals(List.of(file), filesIn(place));
  }

  @Test
  void shouldReplaceASymlinkAndNotWriteThroughIt() throws IOException {
    Path elsewhere = home.resolve("elsewhere");
    Files.writeString(elsewhere, "untouched\n");
    Path file = place.resolve("link");
    Files.createSymbolicLink(file, elsewhere);

    start(step(1, Set.of(), put(file, "new\n", null, null)));

    assertEquals("untouched\n", Files.readString(elsewhere));
    assertFalse(Files.isSymbolicLink(file));
  }

  @Test
  void shouldRefuseToReplaceADirectory() throws IOException {
    Path directory = Files.createDirectory(place.resolve("d"));

    RunEnd end = start(step(1, Set.of(), put(directory, "new\n", null, null)));

    assertEquals(Status.FAILED, end.results().getFirst().status());
    assertTrue(Files.isDirectory(directory));
  }

  @Test
  void shouldNoteADueReactionBeforeTheChange() throws IOException {
    ResourceId service = ResourceId.parse("service:it's");
    Step step =
        new Step(
            1,
            List.of(change()),
            List.of(Action.run(ShellScript.of("exit 1"))),
            Set.of(),
            Map.of(service, Reactive.Reaction.RESTART),
            "test");

    runs.start(ScratchNode.target(), RUN, Steps.ABOUT, List.of(step), RunListener.NONE);

    Path marker = home.resolve("due").resolve(ProbePrelude.dueMarker(service));
    assertEquals("restart\n", Files.readString(marker));
  }

  @Test
  void shouldCarryLargeContentByteForByte() throws IOException {
    byte[] bytes = new byte[3_000_001];
    new java.util.Random(7).nextBytes(bytes);
    Path file = place.resolve("big");

    start(
        step(
            1,
            Set.of(),
            new Action.PutFile(
                file.toString(),
                Content.of(bytes),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));

    assertEquals(Content.of(bytes), Content.of(Files.readAllBytes(file)));
  }

  private RunEnd start(Step... steps) {
    return runs.start(ScratchNode.target(), RUN, Steps.ABOUT, List.of(steps), RunListener.NONE);
  }

  private static Step step(int number, Set<Integer> needs, Action action) {
    return new Step(number, List.of(change()), List.of(action), needs, Map.of(), "test");
  }

  private static ResourceChange change() {
    return new ResourceChange(
        ThingType.thing("a", "b"), new Change.Create(State.EMPTY), Origin.INTENTIONAL);
  }

  private static Action put(Path file, String content, String mode, String validate) {
    return new Action.PutFile(
        file.toString(),
        Content.of(content),
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(mode),
        Optional.ofNullable(validate));
  }

  private static String line(StepResult result) {
    return result.status() == Status.SKIPPED
        ? result.number() + " SKIPPED"
        : result.number() + " " + result.status() + " " + result.exitCode() + " " + result.output();
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
