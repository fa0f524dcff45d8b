package io.meshinfra.converge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.StepResult.Status;
import io.meshinfra.converge.shell.ShellRuns;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.Past;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Origin;
import io.meshinfra.model.RunId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.plan.Planner;
import io.meshinfra.policy.ApprovedPlan;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.PolicyGate;
import io.meshinfra.policy.Verdict;
import io.meshinfra.probe.PlaybookChecks;
import io.meshinfra.probe.Prober;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.PlaybookRun;
import io.meshinfra.resource.Reactive.Reaction;
import io.meshinfra.resource.Resource;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.ScratchNode;
import io.meshinfra.support.ThingType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConvergerTest {
  private static final RunId RUN = new RunId("20260102t030405-test");
  private static final Action PLAYBOOK =
      new Action.RunAnsible(new PlaybookRun("site.yaml", "", List.of(), new TreeMap<>(), ""));

  @TempDir Path home;
  @TempDir Path place;
  private final List<RunId> handedOver = new ArrayList<>();
  private final List<StepResult> heard = new ArrayList<>();
  private final List<String> markersAtPlaybook = new ArrayList<>();
  private ScratchNode node;
  private Converger converger;

  private final RunListener listener =
      new RunListener() {
        @Override
        public void handedOver(RunId segment) {
          handedOver.add(segment);
        }

        @Override
        public void stepBegun(int number) {}

        @Override
        public void stepEnded(StepResult result) {
          heard.add(result);
        }
      };

  @BeforeEach
  void setUp() {
    node = new ScratchNode(home);
    Clock clock = Clock.systemUTC();
    converger =
        new Converger(
            new ShellRuns(node, clock, Duration.ofSeconds(20), Duration.ofSeconds(30)),
            (target, revision, step, playbook) -> playbook(step),
            new Prober(
                node, PlaybookChecks.none("test"), clock, new Random(7), Duration.ofSeconds(30)),
            clock,
            time -> false,
            Duration.ofSeconds(5));
  }

  private StepResult playbook(int step) {
    try (var due = Files.list(Files.createDirectories(home.resolve("due")))) {
      due.forEach(marker -> markersAtPlaybook.add(marker.getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new StepResult(step, Status.DONE, 0, Duration.ZERO, "");
  }

  @Test
  void shouldNumberOnlyWhatIsHandedOver() {
    Convergence end =
        converge(thing("a", "true"), ThingType.thing("b", "1", PLAYBOOK), thing("c", "true"));

    assertEquals(List.of(RUN + "-1", RUN + "-2"), ids());
    assertInstanceOf(Outcome.Converged.class, end.outcome());
    assertEquals(3, end.results().size());
  }

  @Test
  void shouldFindTheSegmentThatStillWorksBehindAPlaybook() throws IOException {
    Path go = place.resolve("go");
    node.breakLinkAfter(2);
    Convergence lost =
        converge(
            ThingType.thing("a", "1", PLAYBOOK),
            ThingType.thing(
                "b", "1", Action.run(ShellScript.of("until [ -e {} ]; do sleep 0.05; done", go))));
    Files.createFile(go);

    Convergence found =
        converger.findAgain(ScratchNode.target(), handedOver, lost.results(), listener);

    assertFalse(lost.isOver());
    assertTrue(found.isOver());
    assertInstanceOf(Outcome.Deferred.class, found.outcome());
    assertEquals(
        List.of("1 DONE", "2 DONE"),
        found.results().stream().map(r -> r.number() + " " + r.status()).toList());
  }

  @Test
  void shouldDeferARunThatWasKilledAndNotCallItFailed() {
    Convergence end =
        converge(thing("a", "true"), thing("b", "read -r pid _ <$MESH_RUN/runner; kill -9 $pid"));

    Outcome.Deferred deferred = assertInstanceOf(Outcome.Deferred.class, end.outcome());
    assertTrue(deferred.reason().startsWith("interrupted after step 1"), deferred.reason());
    assertTrue(end.isOver());
  }

  @Test
  void shouldCallAFoundRunFailedWhenAStepFailed() throws IOException {
    node.breakLinkAfter(1);
    converge(thing("a", "exit 3"));
    await().until(() -> events().contains("finished"));

    Convergence found = converger.findAgain(ScratchNode.target(), handedOver, List.of(), listener);

    assertInstanceOf(Outcome.Failed.class, found.outcome());
    assertTrue(found.remaining().isEmpty());
  }

  @Test
  void shouldTellARunOfWhichNothingWasHandedOver() {
    Convergence found = converger.findAgain(ScratchNode.target(), List.of(), List.of(), listener);

    assertInstanceOf(Outcome.Deferred.class, found.outcome());
    assertTrue(found.isOver());
  }

  @Test
  void shouldNoteReactionsOnTheNodeBeforeAPlaybookChangesAnything() {
    Resource<?> trigger = ThingType.thing("a", "1", PLAYBOOK);
    Resource<?> service = ThingType.reacting("s", "1", Map.of(trigger.id(), Reaction.RESTART));

    converge(Catalogs.of(trigger, service), trigger);

    assertEquals(1, markersAtPlaybook.size());
    assertEquals(List.of(RUN + "-1-due", RUN + "-2"), ids());
    assertEquals(List.of(1, 2), heard.stream().map(StepResult::number).toList());
  }

  @Test
  void shouldNotTakeTheNotesOfAPlaybookForItsEnd() {
    Resource<?> trigger = ThingType.thing("a", "1", PLAYBOOK);
    converge(
        Catalogs.of(trigger, ThingType.reacting("s", "1", Map.of(trigger.id(), Reaction.RELOAD))),
        trigger);

    Convergence found =
        converger.findAgain(ScratchNode.target(), handedOver.subList(0, 1), List.of(), listener);

    assertEquals(List.of(), found.results());
  }

  private Convergence converge(Resource<?>... things) {
    return converge(Catalogs.of(things), things);
  }

  private Convergence converge(Catalog catalog, Resource<?>... drifting) {
    List<ResourceChange> changes =
        Arrays.stream(drifting)
            .map(r -> new ResourceChange(r, new Change.Create(State.EMPTY), Origin.CORRECTIVE))
            .toList();
    Drift drift = new Drift(catalog, Facts.UNKNOWN, Instant.EPOCH, changes);
    ApprovedPlan plan =
        assertInstanceOf(
                Verdict.Approved.class,
                new PolicyGate(List.of())
                    .judge(Planner.plan(drift), Circumstances.at(Instant.EPOCH)))
            .plan();
    return converger.converge(plan, ScratchNode.target(), catalog, RUN, Past.NONE, listener);
  }

  private static Resource<?> thing(String name, String script) {
    return ThingType.thing(name, "1", Action.run(ShellScript.of("sh -c {}", script)));
  }

  private String events() throws IOException {
    Path file = home.resolve("runs/" + RUN + "-1/events");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private List<String> ids() {
    return handedOver.stream().map(RunId::value).toList();
  }
}
