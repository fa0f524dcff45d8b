package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Converger;
import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.shell.ShellRuns;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Circumstances;
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
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Reactive;
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
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What did not help is not done again at the same revision, and everything else goes on. */
@Timeout(120)
class TriedOnceTest {
  @TempDir Path home;
  @TempDir Path place;
  private final RecordingMemory memory = new RecordingMemory();
  private Reconciliation reconciliation;

  @BeforeEach
  void setUp() {
    ScratchNode node = new ScratchNode(home);
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
            new Admission(new PolicyGate(List.of()), NO_RULES, clock),
            converger,
            memory,
            new RunIds(clock, new Random(8)),
            clock);
  }

  private static final Surroundings NO_RULES =
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

  /** Files in the place, each with its value as content. */
  private class FilesOfPlace extends ThingType {
    @Override
    public ShellScript probe(List<Thing> things) {
      List<ShellScript> lines = new ArrayList<>();
      things.forEach(t ->
          lines.add(
              ShellScript.of(
                  "printf 'thing\\t%s\\n' \"$(cat {} 2>/dev/null || echo none)\"",
                  place.resolve(t.name()))));
      return ShellScript.lines(lines);
    }

    @Override
    public List<Observation> observe(List<Thing> things, ProbeOutput output) {
      return output.rows("thing").stream()
          .map(row ->
              row.getFirst().equals("none")
                  ? Observation.ABSENT
                  : Observation.present(State.EMPTY.with("value", row.getFirst())))
          .toList();
    }
  }

  private Resource<?> file(String name, Mode mode, ShellScript apply) {
    return Resource.of(
        new FilesOfPlace(),
        new ThingType.Thing(
            name,
            "ok",
            List.of(Action.run(ShellScript.lines(count(name), apply))),
            Map.<ResourceId, Reactive.Reaction>of()),
        new Resource.Terms(mode, false, Set.of(), "test.yaml:1:1"));
  }

  private ShellScript count(String name) {
    return ShellScript.of("echo try >>{}", place.resolve(name + ".tries"));
  }

  private Resource<?> works(String name) {
    return file(name, Mode.ENFORCE, ShellScript.of("printf ok >{}", place.resolve(name)));
  }

  private Resource<?> fails(String name) {
    return file(name, Mode.ENFORCE, ShellScript.of("exit 3"));
  }

  private long tries(String name) {
    try {
      Path file = place.resolve(name + ".tries");
      return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void drift(String name, String content) {
    try {
      Files.writeString(place.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Pass reconcile(boolean insist, Catalog catalog) {
    return reconciliation.reconcile(
        new Work(ScratchNode.target(), catalog, "interval", insist), new PassListener.Silent());
  }

  private Pass reconcile(Resource<?>... resources) {
    return reconcile(false, Catalogs.of(resources));
  }

  @Test
  void shouldTryAFailingStepOnceAlsoBesideOnesThatWorked() {
    assertInstanceOf(Outcome.Failed.class, reconcile(works("a"), fails("b")).outcome());

    Pass second = reconcile(works("a"), fails("b"));

    assertEquals(1, tries("b"));
    assertInstanceOf(Outcome.Skipped.class, second.outcome());
    assertTrue(second.detail().contains("thing:b: was tried"), second.detail());
    assertTrue(second.detail().contains("--insist"), second.detail());
  }

  @Test
  void shouldGoOnWithTheRestWhileSomethingWasTriedInVain() {
    reconcile(works("a"), fails("b"));
    drift("a", "bad");

    Pass pass = reconcile(works("a"), fails("b"));

    assertEquals(2, tries("a"));
    assertEquals(1, tries("b"));
    assertEquals(Pass.Ending.FAILED, pass.ending());
    assertTrue(pass.detail().contains("thing:b: was tried"), pass.detail());
  }

  @Test
  void shouldNotTryWhatEndedWellAndDidNotHelp() {
    Resource<?> useless = file("a", Mode.ENFORCE, ShellScript.of("true"));
    assertInstanceOf(Outcome.StillDrifting.class, reconcile(useless).outcome());

    assertInstanceOf(Outcome.Skipped.class, reconcile(useless).outcome());

    assertEquals(1, tries("a"));
  }

  @Test
  void shouldLetWaitWhatComesAfterIt() {
    Catalog catalog = Catalogs.after(Catalogs.of(fails("a"), works("b")), "thing:b", "thing:a");
    reconcile(false, catalog);

    Pass pass = reconcile(false, catalog);

    assertEquals(0, tries("b"));
    assertTrue(pass.detail().contains("comes after thing:a"), pass.detail());
  }

  @Test
  void shouldHealTheSameDriftAgainAndAgainBesideWhatWaits() {
    Resource<?> observed = file("o", Mode.OBSERVE, ShellScript.of("true"));
    for (int round = 1; round <= 3; round++) {
      drift("a", "bad");

      Pass pass = reconcile(works("a"), observed);

      assertEquals(Pass.Ending.DRIFT_LEFT, pass.ending());
      assertEquals(round, tries("a"));
    }
  }

  @Test
  void shouldTryAgainWhenSomebodyInsistsAndThenAsBefore() {
    drift("a", "old");
    Resource<?> later =
        file(
            "a",
            Mode.ENFORCE,
            ShellScript.of(
                "test -e {} && printf ok >{}", place.resolve("mended"), place.resolve("a")));
    reconcile(later);
    drift("mended", "");
    assertInstanceOf(Outcome.Skipped.class, reconcile(later).outcome());

    assertInstanceOf(Outcome.Converged.class, reconcile(true, Catalogs.of(later)).outcome());

    drift("a", "bad");
    assertInstanceOf(Outcome.Converged.class, reconcile(later).outcome());
  }

  @Test
  void shouldTryAgainAtAnotherRevision() {
    reconcile(fails("a"));
    Catalog now = Catalogs.of(fails("a"));

    reconcile(
        false,
        new Catalog(now.node(), FleetOf.NEW, now.mode(), now.resources(), now.dependencies()));

    assertEquals(2, tries("a"));
  }

  @Test
  void shouldNotInterruptANodeForEver() {
    Resource<?> reboots =
        file(
            "b",
            Mode.ENFORCE,
            ShellScript.of("read -r pid _ <$MESH_RUN/runner; kill -9 $pid; sleep 5"));
    assertInstanceOf(Outcome.Deferred.class, reconcile(works("a"), reboots).outcome());
    assertInstanceOf(Outcome.Deferred.class, reconcile(works("a"), reboots).outcome());

    Pass third = reconcile(works("a"), reboots);

    assertEquals(2, tries("b"));
    assertInstanceOf(Outcome.Skipped.class, third.outcome());
    assertTrue(third.detail().contains("interrupted 2 times"), third.detail());
    assertEquals(1, tries("a"));
  }
}
