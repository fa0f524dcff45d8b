package io.meshinfra.reconcile.rollout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.Finding;
import io.meshinfra.policy.PolicyGate;
import io.meshinfra.policy.Verdict;
import io.meshinfra.probe.HealthProbe;
import io.meshinfra.reconcile.pass.Work;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts of a hub: what they say to passes, what they hear of them, and what they remember. */
class RolloutsTest {
  private static final String WEB =
      """
      apiVersion: mesh-infra/v1
      kind: Rollout
      metadata: {name: web}
      spec:
        selector: {}
        waves: [{name: canary, nodes: 1}]
        onFailure: %s
        checks: [{command: "true"}]
      """;
  private static final String STOP = WEB.formatted("stop");
  private static final String UNDO = WEB.formatted("undo");

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

  private Work held(Fleet fleet, String node) {
    return world.rollouts.hold(world.work(fleet, node));
  }

  private Verdict judged(Plan plan) {
    return new PolicyGate(world.rollouts.rules()).judge(plan, Circumstances.at(world.now));
  }

  private Plan wanted(Fleet fleet, String node) {
    return world.plan(world.work(fleet, node).catalog(), Origin.INTENTIONAL);
  }

  private void awaitStanding(String node, String standing) {
    await().until(() -> world.standing("web", node).equals(standing));
  }

  private void converge(Fleet fleet, String node) {
    RunId run = world.begin(fleet, node);
    world.end(fleet, node, run, new Outcome.Converged());
  }

  @Test
  void shouldHoldWhoeverIsNotInTheWaveAtWhatWasApplied() {
    Fleet fleet = world.push(1, "new", STOP);

    assertEquals(Optional.empty(), held(fleet, "a").hold());
    Work waits = held(fleet, "b");
    assertEquals(Mode.HEAL, waits.catalog().mode());
    assertEquals(Mode.HEAL, waits.catalog().resources().getFirst().terms().mode());
    String reason = waits.hold().orElseThrow().reason();
    assertTrue(reason.startsWith("wave 2 of 2 (rest) of rollout web begins when wave 1"), reason);
  }

  @Test
  void shouldLetNobodyThroughWhoTookNoPlaceAndHealEverywhere() {
    Fleet fleet = world.push(1, "new", STOP);
    Plan late = wanted(fleet, "b");

    Verdict.Refused refused = (Verdict.Refused) judged(late);
    assertTrue(refused.isForItsTurn());
    assertEquals(Finding.Ends.WITH_ANOTHER_RUN, refused.findings().getFirst().ends());
    assertTrue(judged(wanted(fleet, "a")) instanceof Verdict.Approved);
    Plan healing = world.plan(world.work(fleet, "b").catalog(), Origin.CORRECTIVE);
    assertTrue(judged(healing) instanceof Verdict.Approved);
  }

  @Test
  void shouldGoOnWhenTheCanaryIsHealthyAndWakeTheNext() {
    Fleet fleet = world.push(1, "new", STOP);

    converge(fleet, "a");

    awaitStanding("a", "done");
    await().until(() -> world.woken.contains("b"));
    assertEquals(Optional.empty(), held(fleet, "b").hold());
    converge(fleet, "b");
    awaitStanding("b", "done");
    converge(fleet, "c");
    await().until(() -> world.rollouts.desk().one("web").phase().equals("done"));
    assertTrue(
        world.told.stream().anyMatch(news -> news.startsWith("rollout-done")),
        world.told::toString);
  }

  @Test
  void shouldStopAndTellWhenTheCanaryFailsItsCheck() {
    world.health.put(new NodeName("a"), new HealthProbe.Result.Unhealthy("command true: no"));
    Fleet fleet = world.push(1, "new", STOP);

    converge(fleet, "a");

    awaitStanding("a", "failed");
    String reason = held(fleet, "b").hold().orElseThrow().reason();
    assertTrue(reason.contains("stopped") && reason.contains("command true: no"), reason);
    assertTrue(
        world.told.stream().anyMatch(news -> news.startsWith("rollout-node-failed a ")),
        world.told::toString);
  }

  @Test
  void shouldSayWhatIsNoGoodOnTheNodeThatFailedUntilItIsTriedAgain() {
    world.health.put(new NodeName("a"), new HealthProbe.Result.Unhealthy("command true: no"));
    converge(world.push(1, "new", STOP), "a");
    awaitStanding("a", "failed");

    String why = world.rollouts.failure(new NodeName("a")).orElseThrow();
    assertEquals("rollout web at 1111111111: command true: no", why);
    assertEquals(Optional.empty(), world.rollouts.failure(new NodeName("b")));
    assertEquals(Optional.empty(), world.rollouts.failure(new NodeName("stranger")));

    world.rollouts.desk().resume("web", "ada");
    assertEquals(Optional.empty(), world.rollouts.failure(new NodeName("a")));
  }

  @Test
  void shouldGoOnAfterAKillWhereItWas() {
    Fleet fleet = world.push(1, "new", STOP);
    converge(fleet, "a");
    awaitStanding("a", "done");
    RunId run = world.begin(fleet, "b");

    world.restart();
    world.rollouts.follow(fleet);

    assertEquals("done", world.standing("web", "a"));
    assertEquals("working", world.standing("web", "b"));
    world.end(fleet, "b", run, new Outcome.Converged());
    awaitStanding("b", "done");
    assertEquals(1, world.told.stream().filter(news -> news.startsWith("rollout-begun")).count());
  }

  @Test
  void shouldGoOnWithARevisionThatBringsTheSame() {
    Fleet fleet = world.push(1, "new", STOP);
    converge(fleet, "a");
    awaitStanding("a", "done");

    Fleet same = world.push(2, "new", STOP + "  maxFailures: 1\n");

    assertEquals("done", world.standing("web", "a"));
    converge(same, "b");
    awaitStanding("b", "done");
  }

  @Test
  void shouldBeReplacedByWhatIsNewer() {
    Fleet fleet = world.push(1, "new", STOP);
    converge(fleet, "a");
    awaitStanding("a", "done");
    RunId old = world.begin(fleet, "b");

    Fleet newer = world.push(2, "newer", STOP);

    assertEquals("pending", world.standing("web", "a"));
    assertTrue(
        world.told.stream().anyMatch(news -> news.startsWith("rollout-replaced")),
        world.told::toString);
    world.end(fleet, "b", old, new Outcome.Converged());
    assertEquals("pending", world.standing("web", "b"), "what ended was the old one");
    assertTrue(held(newer, "b").hold().isPresent());
  }

  @Test
  void shouldTakeAWaveBackToWhatItHadAndKeepItThere() {
    Fleet before = world.push(1, "old", UNDO);
    for (String node : List.of("a", "b", "c")) {
      Work work = world.work(before, node);
      world
          .journal
          .applied()
          .save(work.node(), before.revision(), LastApplied.at(before.revision(), Map.of()));
      world.look(work, new Outcome.InSync());
    }
    world.health.put(new NodeName("a"), new HealthProbe.Result.Unhealthy("command true: no"));
    Fleet bad = world.push(2, "bad", UNDO);

    converge(bad, "a");

    awaitStanding("a", "undoing");
    await().until(() -> world.putBack.equals(List.of("a rollout web")));
    await().until(() -> held(bad, "a").catalog().revision().equals(before.revision()));
    Work back = held(bad, "a");
    Plan going = world.plan(back.catalog(), Origin.INTENTIONAL);
    assertTrue(world.rollouts.takesBack(going));
    assertTrue(judged(going) instanceof Verdict.Approved);
    assertTrue(judged(wanted(bad, "a")) instanceof Verdict.Refused);
    world.look(back, new Outcome.Deferred(back.hold().orElseThrow().reason()));
    awaitStanding("a", "undone");
    assertEquals("undone", world.rollouts.desk().one("web").phase());

    world.restart();
    world.rollouts.follow(bad);
    assertEquals(before.revision(), held(bad, "a").catalog().revision());
  }

  @Test
  void shouldObeyPeopleAndWriteItDown() {
    Fleet fleet = world.push(1, "new", STOP);

    world.rollouts.desk().pause("web", "ada", "lunch");

    assertTrue(held(fleet, "a").hold().orElseThrow().reason().contains("by ada: lunch"));
    assertThrows(
        RolloutRefusal.NotPossible.class, () -> world.rollouts.desk().pause("web", "ada", "again"));
    world.rollouts.desk().resume("web", "bob");
    assertTrue(held(fleet, "a").hold().isEmpty());
    world.rollouts.desk().abort("web", "ada", "wrong");
    assertTrue(held(fleet, "a").hold().orElseThrow().reason().contains("aborted by ada: wrong"));
    assertThrows(RolloutRefusal.NotThere.class, () -> world.rollouts.desk().one("none"));
    List<String> deeds =
        world.journal.audit().after(0, 10).stream().map(row -> row.deed()).toList();
    assertTrue(
        deeds.containsAll(List.of("rollout-paused", "rollout-resumed", "rollout-aborted")),
        deeds::toString);
  }

  @Test
  void shouldNotTakeARunThatWasPutOffForAFailure() {
    Fleet fleet = world.push(1, "new", STOP);
    RunId run = world.begin(fleet, "a");

    world.end(fleet, "a", run, new Outcome.Deferred("another run is at work"));

    assertEquals("pending", world.standing("web", "a"));
  }

  @Test
  void shouldKnowNothingOfARunThatIsOutOfSight() {
    Fleet fleet = world.push(1, "new", STOP);
    world.begin(fleet, "a");

    world.look(world.work(fleet, "a"), new Outcome.Failed("the link broke"));

    assertEquals("working", world.standing("web", "a"));
  }

  @Test
  void shouldLetEverybodyBeginWithoutARollout() {
    Fleet fleet = world.push(1, "new", "");

    assertTrue(held(fleet, "b").hold().isEmpty());
    assertTrue(world.rollouts.rules().isEmpty());
  }

  /** The network is looked at before anything is done, and after it also without checks. */
  @Test
  void shouldFailANodeWhoseChangeMadeTheNetworkWorse() {
    world.asksWithoutChecks = true;
    world.health.put(
        new NodeName("a"), new HealthProbe.Result.Unhealthy("its change opened a flow"));
    String unchecked = STOP.replace("  checks: [{command: \"true\"}]\n", "");
    Fleet fleet = world.push(1, "new", unchecked);

    converge(fleet, "a");

    awaitStanding("a", "failed");
    assertEquals(List.of("a"), world.begun);
    assertEquals(
        "1 node failed, and 0 may: a (its change opened a flow)",
        world.rollouts.desk().one("web").message());
    assertTrue(held(fleet, "b").hold().orElseThrow().reason().contains("is stopped"));
  }
}
