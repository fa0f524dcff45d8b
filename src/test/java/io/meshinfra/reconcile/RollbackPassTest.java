package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Converger;
import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.shell.NodeGenerations;
import io.meshinfra.converge.shell.ShellRuns;
import io.meshinfra.model.Content;
import io.meshinfra.model.ShellScript;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Rollback;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.Finding;
import io.meshinfra.policy.PolicyGate;
import io.meshinfra.policy.Rule;
import io.meshinfra.probe.PlaybookChecks;
import io.meshinfra.probe.Prober;
import io.meshinfra.reconcile.pass.Admission;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.RecordingMemory;
import io.meshinfra.reconcile.pass.RunIds;
import io.meshinfra.reconcile.pass.Surroundings;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Catalog;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.ScratchNode;
import io.meshinfra.support.ThingType;
import io.meshinfra.transport.OutputBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pass that undoes what passes before it have done, on a node in a folder. */
@Timeout(60)
class RollbackPassTest {
  @TempDir Path home;
  @TempDir Path place;
  private final RecordingMemory memory = new RecordingMemory();
  private final List<Finding> findings = new ArrayList<>();
  private ScratchNode node;
  private Path file;
  private Reconciliation reconciliation;

  @BeforeEach
  void setUp() throws Exception {
    node = new ScratchNode(home);
    file = Files.writeString(place.resolve("file"), "before");
    Clock clock = Clock.systemUTC();
    Prober prober =
        new Prober(
            node,
            PlaybookChecks.none("test"),
            clock,
            new Random(7),
            new Prober.Limits(Duration.ofSeconds(30), new OutputBudget()));
    Converger converger =
        new Converger(
            new ShellRuns(node, clock, Duration.ofSeconds(20), Duration.ofSeconds(30)),
            (target, revision, step, playbook) -> {
              throw new AssertionError("no playbook here");
            },
            prober,
            clock,
            time -> false,
            Duration.ofSeconds(5));
    reconciliation =
        new Reconciliation(
            prober,
            new Admission(new PolicyGate(List.of(new Findings())), Surroundings.NONE, clock),
            converger,
            memory,
            new RunIds(clock, new Random(8)),
            clock);
  }

  private final class Findings implements Rule {
    @Override
    public String id() {
      return "test";
    }

    @Override
    public List<Finding> judge(Plan plan, Circumstances circumstances) {
      return findings;
    }
  }

  /** The thing is what the file says. */
  private final class FileThing extends ThingType {
    @Override
    public ShellScript probe(List<Thing> things) {
      return ShellScript.of("printf 'thing\\t%s\\n' \"$(cat {} || echo none)\"", file);
    }
  }

  private Work work() {
    Action put =
        new Action.PutFile(
            file.toString(),
            Content.of("after"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    ThingType.Thing thing = new ThingType.Thing("a", "after", List.of(put), Map.of());
    Catalog catalog =
        Catalogs.of(
            io.meshinfra.resource.Resource.of(
                new FileThing(), thing, ThingType.thing("a", "x").terms()));
    return new Work(ScratchNode.target(), catalog, "test", true);
  }

  private Pass rollBack() {
    Work work = work();
    return reconciliation.rollBack(work, () -> answer(work), new PassListener.Silent());
  }

  private Rollback.Answer answer(Work work) {
    NodeGenerations.Reading.Told told =
        assertInstanceOf(
            NodeGenerations.Reading.Told.class, new NodeGenerations(node).of(work.target()));
    return Rollback.plan(
        work.node(),
        work.catalog().revision(),
        Instant.now(),
        told.generations(),
        Optional.empty(),
        false);
  }

  @Test
  void shouldPutBackAndTellHowFarTheNodeIsFromGitThen() throws Exception {
    reconciliation.reconcile(work(), new PassListener.Silent());
    assertEquals("after", Files.readString(file));

    Pass pass = rollBack();

    assertEquals("before", Files.readString(file));
    assertEquals("rolled back to generation 0; the node is left alone like that", pass.detail());
    assertEquals("back\t" + file, pass.results().getFirst().output());
    assertEquals(1, pass.remaining().orElseThrow().changes().size());
    assertEquals(List.of("begin", "planned"), memory.told.stream().limit(2).toList());
  }

  /** What was applied stays remembered, so that the drift afterwards is told as corrective. */
  @Test
  void shouldNotForgetWhatWasApplied() {
    reconciliation.reconcile(work(), new PassListener.Silent());

    Pass pass = rollBack();

    assertEquals("corrective", pass.remaining().orElseThrow().changes().getFirst().origin().word());
  }

  @Test
  void shouldFailWhenSomethingWasLeft() throws Exception {
    reconciliation.reconcile(work(), new PassListener.Silent());
    Files.writeString(file, "by hand");

    Pass pass = rollBack();

    assertInstanceOf(Outcome.Failed.class, pass.outcome());
    assertTrue(pass.detail().contains("changed since by somebody else"), pass.detail());
    assertEquals("by hand", Files.readString(file));
  }

  @Test
  void shouldDoNothingThatPolicyRefuses() throws Exception {
    reconciliation.reconcile(work(), new PassListener.Silent());
    findings.add(Finding.refusal("test", "not today", Finding.Ends.NEVER));

    Pass pass = rollBack();

    assertInstanceOf(Outcome.Skipped.class, pass.outcome());
    assertEquals("after", Files.readString(file));
  }

  @Test
  void shouldSayWhyThereIsNothingToUndo() {
    Pass pass = rollBack();

    assertInstanceOf(Outcome.Skipped.class, pass.outcome());
    assertTrue(pass.detail().contains("keeps no generation"), pass.detail());
    assertFalse(memory.told.contains("planned"));
  }
}
