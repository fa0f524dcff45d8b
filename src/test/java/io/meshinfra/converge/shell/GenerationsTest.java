package io.meshinfra.converge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.RunListener;
import io.meshinfra.converge.StepResult;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.plan.Generation;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Rollback;
import io.meshinfra.resource.Action;
import io.meshinfra.support.ScratchNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs as generations of a node, and undoing them with and without the hub. */
@Timeout(60)
class GenerationsTest {
  @TempDir Path home;
  @TempDir Path place;
  private ScratchNode node;
  private Path file;
  private int runs;

  @BeforeEach
  void setUp() throws IOException {
    node = new ScratchNode(home);
    file = Files.writeString(place.resolve("file"), "0");
  }

  @Test
  void shouldNumberTheRunsThatChangedSomething() {
    apply("1");
    apply("2");

    List<Generation> all = generations();

    assertEquals(List.of(2, 1), all.stream().map(Generation::number).toList());
    assertEquals(Optional.of(new Revision("a".repeat(40))), all.getFirst().revision());
    assertEquals("applied", all.getFirst().cause());
    assertEquals(
        List.of(new Generation.Kept("changed", file.toString())), all.getFirst().changed());
  }

  @Test
  void shouldBeAskedWhenNothingWasEverApplied() {
    assertEquals(List.of(), generations());
  }

  /** A playbook in the middle cuts a run into parts. */
  @Test
  void shouldCountThePartsOfARunAsOneGeneration() throws IOException {
    RunId whole = id();
    part(new RunId(whole + "-1"), whole, "1");
    part(new RunId(whole + "-2"), whole, "2");

    assertEquals(1, generations().size());
    assertEquals(List.of("exit 0"), byHand("to", "0").stream().skip(2).toList());
    assertEquals("0", Files.readString(file));
  }

  @Test
  void shouldGoBackOnTheNodeWithoutTheHub() throws IOException {
    apply("1");
    apply("2");
    apply("3");

    List<String> told = byHand("to", "1");

    assertEquals(List.of("back\t" + file, "back\t" + file, "exit 0"), told);
    assertEquals("1", Files.readString(file));
    assertEquals("rolled back to 1 on the node", generations().getFirst().cause());
    assertEquals(Optional.empty(), generations().getFirst().revision());
  }

  @Test
  void shouldUndoARollbackLikeAnyGeneration() throws IOException {
    apply("1");
    apply("2");
    byHand("to", "0");

    byHand("to", "2");

    assertEquals("2", Files.readString(file));
  }

  @Test
  void shouldLeaveWhatWasChangedSinceUnlessForced() throws IOException {
    apply("1");
    Files.writeString(file, "by hand");

    List<String> told = byHand("to", "0");

    assertEquals("left\t" + file + "\tit was changed since by somebody else", told.getFirst());
    assertEquals("exit 1", told.getLast());
    assertEquals("by hand", Files.readString(file));
    byHand("to", "0", "force");
    assertEquals("0", Files.readString(file));
  }

  @Test
  void shouldRefuseWhatIsNotThere() {
    assertEquals("mesh-infra has no generation here", refused("to", "0"));
    apply("1");
    assertEquals("generation 1 is not before the last one, which is 1", refused("to", "1"));
    assertTrue(refused("to", "x; touch /tmp/x").startsWith("a generation has a number"));
  }

  @Test
  void shouldListAndShowForPeople() {
    apply("1");

    assertTrue(byHand("list").getFirst().matches("1 +20\\S+Z  aaaaaaaaaa  \\S+  \\(applied\\)"));
    assertEquals("changed            " + file, byHand("show", "1").getFirst());
  }

  @Test
  void shouldKeepOnlySoMany() {
    Keeping two = new Keeping(2, Duration.ofDays(1), 512);
    for (String content : List.of("1", "2", "3")) {
      apply(two, content);
    }

    assertEquals(List.of(3, 2), generations().stream().map(Generation::number).toList());
    assertEquals(
        "generation 1 is not on this node any more; the oldest to go back to is 1",
        refused("to", "0"));
  }

  @Test
  void shouldForgetTheOldestWhenAllTogetherIsTooLarge() {
    Keeping small = new Keeping(20, Duration.ofDays(1), 3);
    for (String content : List.of("1", "2", "3", "4")) {
      apply(small, content.repeat(1_200_000)); // each keeps what the one before wrote
    }

    assertEquals(List.of(4, 3), generations().stream().map(Generation::number).toList());
    long kept = generations().getFirst().size().orElseThrow();
    assertTrue(kept > 1_200_000 && kept < 1_500_000, () -> "bytes: " + kept);
    assertEquals(
        "generation 2 is not on this node any more; the oldest to go back to is 2",
        refused("to", "1"));
  }

  @Test
  void shouldForgetWhatIsTooOldButTheLast() throws IOException {
    apply("1");
    Path first = home.resolve("runs/" + generations().getFirst().run());
    Files.writeString(first.resolve("generation"), "1 1000 1\n");

    apply(new Keeping(20, Duration.ofDays(1), 512), "2");

    assertFalse(Files.exists(first));
    assertEquals(List.of(2), generations().stream().map(Generation::number).toList());
  }

  @Test
  void shouldNumberARunThatBrokeOffWithTheNextOne() throws IOException {
    apply("1");
    Path broken = home.resolve("runs/" + generations().getFirst().run());
    Files.delete(broken.resolve("generation"));
    Files.delete(home.resolve("generation"));

    apply("2");

    assertEquals(List.of(2, 1), generations().stream().map(Generation::number).toList());
  }

  /** Who cleans up after it changes its folder later than the next run changes its own. */
  @Test
  void shouldNumberRunsInTheOrderInWhichTheyDidSomething() throws IOException {
    apply("1");
    Path broken = brokenOff();
    Files.writeString(broken.resolve("step.1"), "secret");

    apply("2");

    assertEquals(broken.getFileName().toString(), generations().getLast().run());
    byHand("to", "1");
    assertEquals("1", Files.readString(file));
  }

  @Test
  void shouldTellOfARunThatBrokeOffBeforeAnotherOneBegins() throws IOException {
    apply("1");
    brokenOff();

    assertEquals(List.of(1), generations().stream().map(Generation::number).toList());
    Files.writeString(file, "by hand");
    assertEquals(
        "left\t" + file + "\tit was changed since by somebody else", byHand("to", "0").getFirst());
    assertEquals("by hand", Files.readString(file));
  }

  /** As when the power went while it was at work. */
  private Path brokenOff() throws IOException {
    Path broken = home.resolve("runs/" + generations().getFirst().run());
    Files.delete(broken.resolve("generation"));
    Files.delete(broken.resolve("kept/1/after"));
    Files.delete(home.resolve("generation"));
    return broken;
  }

  @Test
  void shouldNotUndoBelowAGenerationThatCameMeanwhile() throws IOException {
    apply("1");
    Rollback.Answer answer = rollback(Optional.of(0));
    apply("2");

    StepResult result = undone(answer).getFirst();

    assertEquals(StepResult.Status.FAILED, result.status());
    assertEquals(
        "generation 2 came meanwhile; ask again, so that it is undone first",
        result.output().strip());
    assertEquals("2", Files.readString(file));
  }

  @Test
  void shouldWaitForAGuardThatHasNotDecided() throws IOException {
    apply("1");
    Path guard = home.resolve("runs/" + generations().getFirst().run() + "/guard");
    Files.createDirectories(guard);
    Files.writeString(guard.resolve("deadline"), "1000");

    assertTrue(refused("to", "0").startsWith("the guard of a run has not decided yet"));
    Files.writeString(guard.resolve("verdict"), "confirmed\n");
    assertEquals("exit 0", byHand("to", "0").getLast());
  }

  /** It kept nothing, because there was nothing to do: then there is nothing to put back. */
  @Test
  void shouldUndoARollbackThatFoundEverythingAsItWas() throws IOException {
    apply("1");
    Files.writeString(file, "0");
    undone(rollback(Optional.of(0)));

    assertEquals(List.of("exit 0"), byHand("to", "1"));
  }

  @Test
  void shouldNotCountARunOfWhichEverythingWasPutBack() {
    apply("1");
    Path first = home.resolve("runs/" + generations().getFirst().run());
    Processes.lines(List.of("rm", first + "/generation", home + "/generation"));
    Processes.lines(List.of("sh", first + "/restore.sh", first.toString()));

    apply("2");

    assertEquals(1, generations().size());
  }

  @Test
  void shouldGoBackAsARunOfTheHub() throws IOException {
    apply("1");
    apply("2");

    List<StepResult> results = undone(rollback(Optional.of(0)));

    assertEquals(
        List.of("back\t" + file, "back\t" + file),
        results.stream().map(StepResult::output).toList());
    assertEquals("0", Files.readString(file));
    assertEquals("rolled back to 0", generations().getFirst().cause());
  }

  @Test
  void shouldLetNobodyElseReadWhatIsKept() throws IOException {
    apply("1");

    Set<PosixFilePermission> script = Files.getPosixFilePermissions(home.resolve("rollback"));

    assertEquals(
        Set.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE),
        script);
    Path run = home.resolve("runs/" + generations().getFirst().run());
    assertFalse(Files.getPosixFilePermissions(run).contains(PosixFilePermission.OTHERS_EXECUTE));
  }

  private List<StepResult> undone(Rollback.Answer answer) {
    Plan plan = assertInstanceOf(Rollback.Answer.Possible.class, answer).plan();
    RunId run = id();
    About about = new About(run, Optional.empty(), "rolled back to 0");
    return shellRuns(Keeping.USUAL)
        .start(ScratchNode.target(), run, about, plan.steps(), RunListener.NONE)
        .results();
  }

  private Rollback.Answer rollback(Optional<Integer> to) {
    return Rollback.plan(
        new NodeName("scratch"),
        new Revision("b".repeat(40)),
        Instant.EPOCH,
        generations(),
        to,
        false);
  }

  private List<Generation> generations() {
    return assertInstanceOf(
            NodeGenerations.Reading.Told.class, new NodeGenerations(node).of(ScratchNode.target()))
        .generations();
  }

  private void apply(String content) {
    apply(Keeping.USUAL, content);
  }

  private void apply(Keeping keeping, String content) {
    RunId run = id();
    start(keeping, run, run, content);
  }

  private void part(RunId segment, RunId whole, String content) {
    start(Keeping.USUAL, segment, whole, content);
  }

  private void start(Keeping keeping, RunId segment, RunId whole, String content) {
    Action put = Steps.put(file, content, null, null, null);
    Action none = Action.run(ShellScript.of("true"));
    RunEnd end =
        shellRuns(keeping)
            .start(
                ScratchNode.target(),
                segment,
                Steps.about(whole),
                List.of(Steps.step(1, none, put)),
                RunListener.NONE);
    assertInstanceOf(RunEnd.Finished.class, end);
  }

  private ShellRuns shellRuns(Keeping keeping) {
    return new ShellRuns(
        node, Clock.systemUTC(), Duration.ofSeconds(20), Duration.ofSeconds(30), keeping);
  }

  private RunId id() {
    return new RunId("20260102t03040" + runs++ + "-test-1");
  }

  private List<String> byHand(String... words) {
    List<String> command = new java.util.ArrayList<>(List.of("sh", home + "/rollback"));
    command.addAll(List.of(words));
    return Processes.lines(command);
  }

  /** What it says when it can do nothing; also before anything was applied. */
  private String refused(String... words) {
    Path script = home.resolve("rollback");
    if (!Files.exists(script)) {
      Processes.lines(
          List.of(
              "cp",
              "src/main/resources/io/meshinfra/converge/shell/rollback.sh",
              script.toString()));
    }
    List<String> told = byHand(words);
    assertEquals("exit 2", told.getLast());
    return told.getFirst();
  }
}
