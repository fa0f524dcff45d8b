package io.meshinfra.reconcile.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.model.Origin;
import io.meshinfra.model.RunId;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.PolicyGate;
import io.meshinfra.policy.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** So many nodes at a time as a semaphore has capacity, whatever happens to the hub. */
class SemaphoresTest {
  private static final String FLEET =
      """
      apiVersion: mesh-infra/v1
      kind: Fleet
      metadata: {name: test}
      spec:
        semaphores: {network: {kinds: [file], capacity: %d}}
      """;

  @TempDir Path folder;
  private RolloutWorld world;

  @BeforeEach
  void begin() {
    world = new RolloutWorld(folder);
  }

  @AfterEach
  void end() {
    world.close();
  }

  private Verdict judged(Fleet fleet, String node) {
    // Also what is only healed: two nodes of one network must not lose it together.
    return new PolicyGate(world.rollouts.rules())
        .judge(
            world.plan(world.work(fleet, node).catalog(), Origin.CORRECTIVE),
            Circumstances.at(world.now));
  }

  @Test
  void shouldLetOneAfterTheOtherAndTellWhoHoldsIt() {
    Fleet fleet = world.push(1, "x", FLEET.formatted(1));
    assertTrue(judged(fleet, "a") instanceof Verdict.Approved);
    RunId run = world.begin(fleet, "a");

    Verdict.Refused refused = (Verdict.Refused) judged(fleet, "b");

    assertTrue(refused.isForItsTurn());
    assertEquals(
        "semaphore: the semaphore network (capacity 1) is held by a since 2026-03-02T12:00:00Z",
        refused.reasons());
    assertTrue(judged(fleet, "a") instanceof Verdict.Approved, "its own run may be planned anew");
    world.end(fleet, "a", run, new Outcome.Converged());
    assertTrue(judged(fleet, "b") instanceof Verdict.Approved);
  }

  @Test
  void shouldHaveAsManyPlacesAsItsCapacity() {
    Fleet fleet = world.push(1, "x", FLEET.formatted(2));
    world.begin(fleet, "a");
    assertTrue(judged(fleet, "b") instanceof Verdict.Approved);
    world.begin(fleet, "b");
    assertTrue(judged(fleet, "c") instanceof Verdict.Refused);
  }

  @Test
  void shouldStayTakenWhileTheHubIsAwayAndNotForEver() {
    Fleet fleet = world.push(1, "x", FLEET.formatted(1));
    world.begin(fleet, "a");

    world.restart();
    world.rollouts.follow(fleet);

    assertTrue(judged(fleet, "b") instanceof Verdict.Refused);
    world.now = world.now.plus(Semaphores.LONGEST);
    assertTrue(judged(fleet, "b") instanceof Verdict.Approved, "its node may be gone for good");
    assertTrue(world.rollouts.semaphores().held().isEmpty());
  }
}
