package io.meshinfra.reconcile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Converger;
import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.StepResult;
import io.meshinfra.converge.shell.ShellRuns;
import io.meshinfra.drift.Baseline;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.journal.PlanStep;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.Consent;
import io.meshinfra.policy.Finding;
import io.meshinfra.policy.PolicyGate;
import io.meshinfra.policy.Rule;
import io.meshinfra.policy.Severity;
import io.meshinfra.probe.PlaybookChecks;
import io.meshinfra.probe.Prober;
import io.meshinfra.reconcile.pass.Admission;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.RecordingMemory;
import io.meshinfra.reconcile.pass.RunIds;
import io.meshinfra.reconcile.pass.Surroundings;
import io.meshinfra.reconcile.pass.Unfinished;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Resource;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.ScratchNode;
import io.meshinfra.support.ThingType;
import io.meshinfra.transport.OutputBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReconciliationTest {
  @TempDir Path home;
  @TempDir Path place;
  private final RecordingMemory memory = new RecordingMemory();
  private final List<Finding> findings = new ArrayList<>();
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
            prober,
            new Admission(gate, NOTHING, clock),
            converger,
            memory,
            new RunIds(clock, new Random(8)),
            clock);
  }

  private static final Surroundings NOTHING =
      new Surroundings() {
        @Override
        public List<Rule> rules() {
          return List.of();
        }

        @Override
        public Circumstances of(Plan plan, Instant now, boolean others) {
          return Circumstances.at(now);
        }
      };

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

  private static Finding asking(String what) {
    return new Finding(
        "test",
        Severity.ASK,
        what,
        "",
        Optional.empty(),
        Optional.of(Consent.ANYBODY),
        Finding.Ends.NEVER);
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
    return thing("ok", Mode.ENFORCE, apply);
  }

  private Resource<?> thing(String value, Mode mode, ShellScript apply) {
    return Resource.of(
        new FileThing(),
        new ThingType.Thing("t", value, List.of(Action.run(apply)), Map.of()),
        new Resource.Terms(mode, false, Set.of(), "test.yaml:1:1"));
  }

  /** Mode heal: {@code ok} was applied, and by now git wants something else. */
  private LastApplied hold() {
    Resource<?> applied = thing;
    memory.applied = LastApplied.at(FleetOf.OLD, Map.of(applied.id(), applied.fingerprint()));
    memory.baseline = (id, print) -> new Baseline.Found(applied, Set.of());
    thing = thing("new", Mode.HEAL, ShellScript.of("printf new >{}", place.resolve("thing")));
    return memory.applied;
  }

  @Test
  void shouldConvergeAndRecordEachStageBeforeTheNext() {
    Pass pass = reconcile(false);

    assertInstanceOf(Outcome.Converged.class, pass.outcome());
    assertEquals(
        List.of("begin", "planned", "handed over", "step thing:t done", "end converged"),
        memory.told);
    assertTrue(memory.applied.has(thing));
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
  void shouldDoNothingBeforeSomebodyAgreed() {
    findings.add(asking("why"));

    Pass pass = reconcile(false);

    assertInstanceOf(Outcome.Deferred.class, pass.outcome());
    assertEquals(
        "awaits 1 approval: test: why; to approve: mesh approve scratch --plan %s --reason TEXT"
            .formatted(pass.plan().orElseThrow().hash()),
        pass.detail());
    assertFalse(Files.exists(place.resolve("thing")));
  }

  @Test
  void shouldDoNothingThatPolicyRefuses() {
    findings.add(Finding.refusal("test", "no", Finding.Ends.NEVER));

    assertEquals(new Outcome.Skipped("refused by policy: test: no"), reconcile(false).outcome());
    assertFalse(Files.exists(place.resolve("thing")));
  }

  @Test
  void shouldPutOffWhatWillBePossibleLater() {
    findings.add(Finding.refusal("test", "not yet", Finding.Ends.WITH_TIME));

    assertEquals(new Outcome.Deferred("waits: test: not yet"), reconcile(false).outcome());
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
  void shouldHealToWhatWasAppliedWhileTheNewIntentWaits() throws IOException {
    LastApplied before = hold();

    Pass pass = reconcile(false);

    assertEquals("ok", Files.readString(place.resolve("thing")));
    assertEquals("still drifting", pass.word());
    assertTrue(pass.detail().contains("the rest waits: thing:t: mode heal"), pass.detail());
    assertEquals(Pass.Ending.DRIFT_LEFT, pass.ending());
    assertEquals(before, memory.applied);
  }

  @Test
  void shouldTellInAPreviewWhatModeHealHolds() {
    hold();

    String text =
        reconciliation.preview(work(false), new PassListener.Silent()).driftText().orElseThrow();

    assertTrue(text.contains("thing:t (corrective, as applied at 1111111111)"), text);
    assertTrue(text.contains("thing:t (intentional)"), text);
  }

  @Test
  void shouldFailWhenWhatModeHealHoldsStillDriftsAfterTheSteps() {
    thing = thing(ShellScript.of("true"));
    hold();

    Pass pass = reconcile(false);

    assertEquals(Pass.Ending.FAILED, pass.ending());
    assertTrue(pass.detail().contains("still sees drift"), pass.detail());
  }

  @Test
  void shouldTellInAPreviewWhoMoved() {
    memory.applied = LastApplied.at(Catalogs.REVISION, Map.of(thing.id(), thing.fingerprint()));

    Pass pass = reconciliation.preview(work(false), new PassListener.Silent());

    assertEquals(Origin.CORRECTIVE, pass.found().orElseThrow().changes().getFirst().origin());
  }

  @Test
  void shouldCallANodeAwayThatLeavesInTheMiddleOfTheProbe() {
    node.breakLinkAfter(1);

    Pass pass = reconcile(false);

    assertEquals(Pass.Ending.AWAY, pass.ending());
    assertEquals(NoWayIn.Cause.LINK_LOST, pass.noWayIn().orElseThrow().cause());
    assertEquals(List.of("begin", "end deferred"), memory.told);
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
    awaitEndOnTheNode();
  }

  /** Detached from whoever watched, it would still write into folders that are removed. */
  private void awaitEndOnTheNode() {
    await()
        .until(() -> {
          try (Stream<Path> files = Files.walk(home)) {
            List<Path> events = files.filter(file -> file.endsWith("events")).toList();
            return !events.isEmpty()
                && Files.readString(events.getFirst()).lines().anyMatch("finished ok"::equals);
          } catch (UncheckedIOException e) {
            return false; // something went while it was looked at
          }
        });
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
                Map.of(1, new PlanStep("thing:old", List.of()))));
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

  @Test
  void shouldNotTryAgainWhatFailedInARunThatWasFoundAgain() {
    thing = thing(ShellScript.of("sleep 1; exit 3"));
    Pass lost = lostAfterThePlan();
    PlanStep step = PlanStep.of(lost.plan().orElseThrow().steps().getFirst());
    memory.unfinished =
        List.of(
            new Unfinished(
                lost.run(),
                lost.revision(),
                "push",
                Instant.EPOCH,
                List.copyOf(memory.segments),
                List.of(),
                Map.of(1, step)));

    Pass pass = reconcile(false);

    assertInstanceOf(Outcome.Skipped.class, pass.outcome());
    assertTrue(pass.detail().contains("did not help (failed at"), pass.detail());
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
