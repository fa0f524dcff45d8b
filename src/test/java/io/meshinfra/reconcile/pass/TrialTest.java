package io.meshinfra.reconcile.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.StepResult;
import io.meshinfra.converge.StepResult.Status;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.journal.PlanStep;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Origin;
import io.meshinfra.model.State;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Planner;
import io.meshinfra.plan.Tries;
import io.meshinfra.plan.Tries.How;
import io.meshinfra.resource.Change;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.ThingType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrialTest {
  private static final Instant NOW = Instant.parse("2026-11-27T16:00:00Z");
  private static final ResourceChange ONE = change("one");
  private static final ResourceChange OTHER = change("other");

  @Test
  void shouldHoldAgainstAllStepsOfThePartThatTheyWereUndone() {
    Trial trial = trial(result(1, Status.DONE), result(2, Status.FAILED));

    Tries tries = trial.rolledBack(trial.ended(Tries.NONE), Set.of(1, 2, 77));

    assertTrue(tries.wasRolledBack(ONE));
    assertTrue(tries.wasRolledBack(OTHER));
    assertEquals(2, tries.byChange().size());
  }

  @Test
  void shouldHoldNothingAgainstStepsThatWereConfirmed() {
    Trial trial = trial(result(1, Status.DONE), result(2, Status.FAILED));

    Tries tries = trial.rolledBack(trial.ended(Tries.NONE), Set.of());

    assertFalse(tries.wasRolledBack(ONE));
    assertFalse(tries.wasRolledBack(OTHER));
    assertTrue(tries.inVain(OTHER).isPresent());
  }

  @Test
  void shouldNotPlanAgainWhatWasRolledBackAndSayHowItCouldGoOn() {
    Tries tries = Tries.NONE.with(List.of(Tries.key(ONE)), How.ROLLED_BACK, NOW);
    Drift drift = new Drift(Catalogs.of(ONE.resource()), Facts.UNKNOWN, NOW, List.of(ONE));

    Plan plan = Planner.plan(drift, tries);

    assertTrue(plan.isEmpty());
    assertTrue(plan.wasTriedInVain());
    assertTrue(plan.whyWaiting().contains("locked the hub out"), plan.whyWaiting());
    assertTrue(plan.whyWaiting().contains("--insist"), plan.whyWaiting());
  }

  /** A step that the shutdown ended has not been tried; but one that reboots is not for ever. */
  @Test
  void shouldNotHoldAgainstAStepThatTheNodeWasRebootedMeanwhile() {
    Trial trial = trial(true, result(1, Status.DONE), result(2, Status.FAILED));
    Plan plan = Planner.plan(drift(ONE), Tries.NONE);

    Tries once = trial.probed(trial.ended(Tries.NONE), plan, drift(ONE));
    Tries often = once;
    for (int i = 0; i < 5; i++) {
      often = trial.probed(trial.ended(often), plan, drift(ONE));
    }

    assertTrue(once.inVain(ONE).isEmpty());
    assertTrue(once.inVain(OTHER).isEmpty());
    assertTrue(often.inVain(ONE).isPresent());
    assertTrue(often.inVain(OTHER).isPresent());
  }

  @Test
  void shouldHoldAgainstAStepThatItDidNotHelp() {
    Trial trial = trial(result(1, Status.DONE));

    Tries tries = trial.probed(Tries.NONE, Planner.plan(drift(ONE), Tries.NONE), drift(ONE));

    assertTrue(tries.inVain(ONE).isPresent());
  }

  private static Drift drift(ResourceChange change) {
    return new Drift(Catalogs.of(change.resource()), Facts.UNKNOWN, NOW, List.of(change));
  }

  private static Trial trial(StepResult... results) {
    return trial(false, results);
  }

  private static Trial trial(boolean rebooted, StepResult... results) {
    Map<Integer, PlanStep> steps =
        new TreeMap<>(
            Map.of(
                1, new PlanStep("thing:one", List.of(Tries.key(ONE))),
                2, new PlanStep("thing:other", List.of(Tries.key(OTHER)))));
    return new Trial(new TreeMap<>(steps), List.of(results), NOW, rebooted);
  }

  private static StepResult result(int number, Status status) {
    return new StepResult(number, status, status == Status.DONE ? 0 : 1, Duration.ZERO, "");
  }

  private static ResourceChange change(String name) {
    return new ResourceChange(
        ThingType.thing(name, "x"), new Change.Create(State.EMPTY), Origin.INTENTIONAL);
  }
}
