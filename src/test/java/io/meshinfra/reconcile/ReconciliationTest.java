package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Converger;
import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.StepResult;
import io.meshinfra.converge.shell.ShellRuns;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.PolicyGate;
import io.meshinfra.policy.Rule;
import io.meshinfra.probe.PlaybookChecks;
import io.meshinfra.probe.Prober;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Resource;
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
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReconciliationTest {
  @TempDir Path home;
  @TempDir Path place;
  private final RecordingMemory memory = new RecordingMemory();
  private final List<Rule.Finding> findings = new ArrayList<>();
  private ScratchNode node;
  private Resource<?> thing;
  private Reconciliation reconciliation;

  @BeforeEach
  void setUp() {
    node = new ScratchNode(home);
    Path file = place.resolve("thing");
    thing = thing(ShellScript.of("printf ok >{}", file));
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
    PolicyGate gate = new PolicyGate(List.of(new Findings()));
    reconciliation =
        new Reconciliation(
            prober, gate, converger, memory, new RunIds(clock, new Random(8)), clock);
  }

  private final class Findings implements Rule {
    @Override
    public String id() {
      return "test";
    }

    @Override
    public List<Finding> judge(Plan plan, Instant now) {
      return findings;
    }
  }

  /** A thing that is as the file says. */
  private final class FileThing extends ThingType {
    @Override
    public ShellScript probe(List<Thing> things) {
      return ShellScript.of(
          "printf 'thing\\t%s\\n' \"$(cat {} || echo none)\"", place.resolve("thing"));
    }
  }

  private Resource<?> thing(ShellScript apply) {
    return Resource.of(
        new FileThing(),
        new ThingType.Thing("t", "ok", List.of(Action.run(apply)), Map.of()),
        new Resource.Terms(Mode.ENFORCE, false, Set.of(), "test.yaml:1:1"));
  }

  @Test
  void shouldConvergeAndRecordEachStageBeforeTheNext() {
    Pass pass = reconcile(false);

    assertInstanceOf(Outcome.Converged.class, pass.outcome());
    assertEquals(
        List.of("begin", "planned", "handed over", "step thing:t done", "end converged"),
        memory.told);
    assertTrue(memory.applied.has(thing.id(), thing.fingerprint()));
    assertEquals(1, memory.loads);
  }

  @Test
  void shouldSayThatDriftRemainsThoughTheStepsEndedWell() {
    thing = thing(ShellScript.of("true"));

    Pass pass = reconcile(false);

    assertInstanceOf(Outcome.StillDrifting.class, pass.outcome());
    assertTrue(pass.differs());
  }

  @Test
  void shouldTryAPlanOnceUnlessSomebodyInsists() {
    memory.inVain = Optional.of("failed");

    assertInstanceOf(Outcome.Skipped.class, reconcile(false).outcome());
    assertFalse(Files.exists(place.resolve("thing")));
    assertInstanceOf(Outcome.Converged.class, reconcile(true).outcome());
  }

  @Test
  void shouldDoNothingBeforeSomebodyAgreed() {
    findings.add(new Rule.Finding("test", Rule.Severity.ASK, "why"));

    assertEquals(new Outcome.Deferred("awaits approval: test: why"), reconcile(false).outcome());
    assertFalse(Files.exists(place.resolve("thing")));
  }

  @Test
  void shouldDoNothingThatPolicyRefuses() {
    findings.add(new Rule.Finding("test", Rule.Severity.REFUSE, "no"));

    assertInstanceOf(Outcome.Skipped.class, reconcile(false).outcome());
    assertFalse(Files.exists(place.resolve("thing")));
  }

  @Test
  void shouldChangeAndRecordNothingInAPreview() {
    Pass pass = reconciliation.preview(work(false), new PassListener.Silent());

    assertEquals(1, pass.steps());
    assertEquals(List.of(), memory.told);
    assertFalse(Files.exists(place.resolve("thing")));
  }

  @Test
  void shouldFailWhenTheProbeBreaksOff() {
    node.breakLinkAfter(1);

    Pass pass = reconcile(false);

    assertInstanceOf(Outcome.Failed.class, pass.outcome());
    assertEquals(List.of("begin", "end failed"), memory.told);
  }

  @Test
  void shouldGoOnWhenAListenerAndTheRecordOfStepsFail() {
    memory.stepsCannotBeWritten = true;

    Pass pass = reconciliation.reconcile(work(false), new Throws());

    assertInstanceOf(Outcome.Converged.class, pass.outcome());
    assertEquals("end converged", memory.told.getLast());
  }

  @Test
  void shouldLeaveARunOpenOfWhichItIsNotKnownWhetherItWorks() {
    thing = thing(ShellScript.of("sleep 1; printf ok >{}", place.resolve("thing")));
    Pass lost = lostAfterThePlan();

    assertInstanceOf(Outcome.Deferred.class, lost.outcome());
    assertFalse(memory.told.stream().anyMatch(line -> line.startsWith("end ")));
  }

  @Test
  void shouldCloseAFoundRunAtItsOwnRevisionAndGoOnToThePass() {
    thing = thing(ShellScript.of("sleep 1; printf ok >{}", place.resolve("thing")));
    Pass lost = lostAfterThePlan();
    Revision old = new Revision("a".repeat(40));
    memory.told.clear();
    memory.unfinished =
        List.of(
            new Unfinished(
                lost.run(),
                old,
                "push",
                Instant.EPOCH,
                List.copyOf(memory.segments),
                List.of(),
                Map.of(1, "thing:old")));
    List<Pass> ended = new ArrayList<>();

    Pass pass =
        reconciliation.reconcile(
            work(false),
            new PassListener.Silent() {
              @Override
              public void ended(Pass one) {
                ended.add(one);
              }
            });

    assertInstanceOf(Outcome.InSync.class, pass.outcome());
    assertEquals(old, ended.getFirst().revision());
    assertEquals(
        List.of("step thing:old done", "end deferred", "begin", "end in sync"), memory.told);
  }

  /** The link breaks when the run has begun on the node. */
  private Pass lostAfterThePlan() {
    return reconciliation.reconcile(
        work(false),
        new PassListener.Silent() {
          @Override
          public void planned(RunId run, Work work, Plan plan) {
            node.breakLinkAfter(2);
          }
        });
  }

  private static final class Throws extends PassListener.Silent {
    @Override
    public void stepBegun(RunId run, Work work, Plan plan, int number) {
      throw new IllegalStateException("a listener that fails");
    }

    @Override
    public void stepEnded(RunId run, Work work, Plan plan, StepResult result) {
      throw new IllegalStateException("a listener that fails");
    }
  }

  private Pass reconcile(boolean insist) {
    return reconciliation.reconcile(work(insist), new PassListener.Silent());
  }

  private Work work(boolean insist) {
    return new Work(ScratchNode.target(), Catalogs.of(thing), "interval", insist);
  }
}
