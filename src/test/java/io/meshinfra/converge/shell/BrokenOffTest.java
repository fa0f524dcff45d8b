package io.meshinfra.converge.shell;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.RunListener;
import io.meshinfra.model.Content;
import io.meshinfra.model.RunId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.Action;
import io.meshinfra.support.ScratchNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a step had made ready beside a file when it was killed in the middle: half a file, or a
 * secret. It does not stay.
 */
@Timeout(60)
class BrokenOffTest {
  private static final RunId RUN = new RunId("20260102t030405-test-1");
  private static final RunId NEXT = new RunId("20260102t030406-test-1");

  /** Where put.sh has its parent; the file is ready and not yet in place then. */
  private static final String KILL_THE_STEP = "kill -9 $PPID; : %s";

  private static final String KILL_THE_RUN =
      "kill -9 $(cat \"$MESH_RUN/runner\"); kill -9 $PPID; : %s";

  @TempDir Path home;
  @TempDir Path place;

  @Test
  void shouldRemoveWhatAKilledStepLeft() throws IOException {
    RunEnd end = start(RUN, put(KILL_THE_STEP));

    assertInstanceOf(RunEnd.Finished.class, end);
    assertEquals(List.of(), left());
  }

  @Test
  void shouldRemoveWhatAKilledRunLeftWhenTheHubFindsItDead() throws IOException {
    RunEnd end = start(RUN, put(KILL_THE_RUN));

    assertInstanceOf(RunEnd.Died.class, end);
    assertEquals(List.of(), left());
  }

  /** As after a reboot, when another hub comes first. */
  @Test
  void shouldRemoveWhatAKilledRunLeftWithTheNextRun() throws IOException {
    Path dead = Files.createDirectories(home.resolve("runs").resolve(RUN.value()));
    Files.createDirectories(dead.resolve("claimed"));
    Files.createFile(dead.resolve("alive"));
    Files.writeString(dead.resolve("beside"), place + "\n" + place + "\n");
    Files.writeString(
        Files.createDirectories(place.resolve(".mesh-new-a1B2c3")).resolve("file"), "half");
    Files.createDirectories(place.resolve(".mesh-infra.a1B2c3"));
    Path theirs = Files.createDirectories(place.resolve(".mesh-new-of-somebody-else"));

    start(NEXT, Steps.shell(1, ShellScript.of("true")));

    await().until(() -> !Files.exists(dead.resolve("beside")));
    assertEquals(List.of(theirs.getFileName().toString()), left());
  }

  @Test
  void shouldNotTidyBeforeTheStepHasEnded() throws IOException {
    Path ready = place.resolve(".mesh-new-a1B2c3");
    Step step =
        Steps.shell(
            1,
            ShellScript.of(
                "mkdir {}; echo {} >>\"$MESH_RUN/beside\"; test -d {}", ready, place, ready));

    RunEnd end = start(RUN, step);

    assertEquals(0, end.results().getFirst().exitCode());
    assertTrue(Files.notExists(ready), "it is over now");
  }

  /** The block writes beside its file by itself; both forms of names are known. */
  @Test
  void shouldKnowWhereABlockIsMadeReady() throws IOException {
    ShellScript edit = ShellScript.of("mkdir {}; kill -9 $$", place.resolve(".mesh-infra.a1B2c3"));
    Step step =
        Steps.step(
            1,
            new Action.RunShell(edit, List.of(place.resolve("file").toString()), Optional.empty()));

    start(RUN, step);

    assertEquals(List.of(), left());
  }

  private Step put(String validate) {
    return Steps.step(
        1,
        new Action.PutFile(
            place.resolve("file").toString(),
            Content.of("new"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(validate)));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private RunEnd start(RunId run, Step... steps) {
    return new ShellRuns(
            new ScratchNode(home),
            Clock.systemUTC(),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30))
        .start(ScratchNode.target(), run, Steps.about(run), List.of(steps), RunListener.NONE);
  }
}
