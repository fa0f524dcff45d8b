package io.meshinfra.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Rollout;
import io.meshinfra.desired.Share;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the fleet and whatever happens: never more nodes at work or unhealthy than may be, the
 * canary before the rest, nobody begins after too many failures, and everybody begins in the end
 * when all is well. Each case is known by its seed.
 */
class RandomFleetsTest {
  private static final Revision OLD = new Revision("0".repeat(40));
  private static final int CASES = 200;
  private static final int MOST_ROUNDS = 20_000;

  /** One rollout over a simulated fleet. */
  private static final class Simulation {
    final Random random;
    final Rollout rollout;
    final double failing;
    final double leaving;
    final Map<NodeName, Condition> conditions = new HashMap<>();
    Instant now = Instant.parse("2026-03-02T12:00:00Z");
    Progress progress;

    Simulation(long seed, int nodes, double failing, double leaving) {
      this.random = new Random(seed);
      this.failing = failing;
      this.leaving = leaving;
      this.rollout = rollout(nodes);
      rollout.nodes().forEach(node -> conditions.put(node, Condition.WELL));
      progress =
          Waves.begin(
              rollout,
              new Waves.Brought(new Revision("1".repeat(40)), "1"),
              Optional.empty(),
              seen());
    }

    private Rollout rollout(int nodes) {
      TreeSet<NodeName> all = new TreeSet<>();
      for (int i = 0; i < nodes; i++) {
        all.add(new NodeName("n" + i));
      }
      List<Rollout.Wave> waves = new ArrayList<>();
      waves.add(
          new Rollout.Wave(
              "canary",
              new Rollout.Members.Counted(new Share(1 + random.nextInt(2), false)),
              Duration.ofMinutes(random.nextInt(3))));
      waves.add(
          new Rollout.Wave(
              "some",
              new Rollout.Members.Counted(new Share(1 + random.nextInt(50), true)),
              Duration.ZERO));
      return new Rollout(
          "web",
          all,
          waves,
          new Share(1 + random.nextInt(20), random.nextBoolean()),
          new Share(random.nextInt(4), false),
          Duration.ofMinutes(30),
          List.of(),
          random.nextBoolean() ? Rollout.OnFailure.STOP : Rollout.OnFailure.UNDO);
    }

    Seen seen() {
      return new Seen(conditions, now);
    }

    Places places() {
      return new Places(rollout, progress, seen());
    }

    /** A minute passes, and things happen on the nodes. */
    void round() {
      now = now.plusSeconds(60);
      List.copyOf(progress.members().keySet()).forEach(this::happens);
      progress = Course.advance(rollout, progress, seen());
      for (NodeName node : places().ready()) {
        begin(node);
      }
    }

    private void happens(NodeName node) {
      if (random.nextDouble() < leaving) {
        conditions.merge(
            node, Condition.AWAY, (was, away) -> was == Condition.AWAY ? Condition.WELL : away);
      }
      if (conditions.get(node) == Condition.AWAY) {
        return;
      }
      boolean fails = random.nextDouble() < failing;
      switch (progress.members().get(node).standing()) {
        case WORKING, APPLIED -> {
          progress =
              fails
                  ? Happened.failed(progress, node, "broken", now)
                  : Happened.healthy(Happened.inSync(progress, node, now), node, now);
        }
        case UNDOING -> progress = Happened.wentBack(progress, node, now);
        case PENDING, DONE, FAILED, UNDONE -> {}
      }
    }

    private void begin(NodeName node) {
      if (places().turn(node) instanceof Turn.Begin) {
        assertTrue(mayBegin(), () -> "nobody begins any more: " + progress);
        assertCanaryFirst(node);
        progress = Happened.begun(progress, node, Optional.of(OLD), now);
        assertTrue(
            places().unavailable() <= rollout.mostUnavailable(),
            () -> places().unavailable() + " of " + rollout.mostUnavailable() + ": " + progress);
      }
    }

    private boolean mayBegin() {
      return progress.standing(Standing.FAILED).size() <= rollout.mostFailures();
    }

    /** Unless somebody is away, everybody of an earlier wave is over with it. */
    private void assertCanaryFirst(NodeName node) {
      int wave = progress.members().get(node).wave();
      progress
          .members()
          .forEach((other, member) -> {
            boolean open =
                member.wave() < wave
                    && conditions.get(other) == Condition.WELL
                    && !List.of(Standing.DONE, Standing.FAILED).contains(member.standing());
            if (open && leaving == 0) {
              throw new AssertionError(node + " begins before " + other + ": " + progress);
            }
          });
    }

    void run() {
      for (int i = 0; i < MOST_ROUNDS && progress.phase() == Phase.PROGRESSING; i++) {
        round();
      }
      for (int i = 0; i < MOST_ROUNDS && isUnderWay(); i++) {
        round();
      }
    }

    private boolean isUnderWay() {
      return progress.phase() == Phase.UNDOING
          || progress.members().values().stream().anyMatch(m -> m.standing().isUnderWay());
    }
  }

  @Test
  void shouldBringEverybodyThereWhenAllIsWell() {
    for (int seed = 0; seed < CASES; seed++) {
      Simulation simulation = new Simulation(seed, 1 + seed % 40, 0, 0);
      simulation.run();
      assertEquals(Phase.DONE, simulation.progress.phase(), "seed " + seed);
      assertEquals(
          simulation.rollout.nodes().size(),
          simulation.progress.standing(Standing.DONE).size(),
          "seed " + seed);
    }
  }

  @Test
  void shouldKeepItsLimitsWhateverFails() {
    int stopped = 0;
    for (int seed = 0; seed < CASES; seed++) {
      Simulation simulation = new Simulation(seed, 1 + seed % 40, 0.2, 0);
      simulation.run();
      Progress end = simulation.progress;
      stopped += end.phase() == Phase.DONE ? 0 : 1;
      if (end.phase() == Phase.UNDONE) {
        assertFalse(
            end.wave(end.wave()).values().stream()
                .anyMatch(member -> member.changed() && member.standing() == Standing.DONE),
            "seed " + seed + " has a node that kept what its wave took back: " + end);
      }
    }
    assertTrue(stopped > CASES / 4, "failures that stop nothing: " + stopped);
  }

  @Test
  void shouldNotWaitForEverForThoseThatComeAndGo() {
    for (int seed = 0; seed < CASES; seed++) {
      Simulation simulation = new Simulation(seed, 1 + seed % 40, 0, 0.05);
      simulation.run();
      assertEquals(Phase.DONE, simulation.progress.phase(), "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = 5_000)
  void shouldDecideForALargeFleet(int nodes) {
    Simulation simulation = new Simulation(7, nodes, 0, 0.0001);
    simulation.run();
    assertEquals(Phase.DONE, simulation.progress.phase());
  }
}
