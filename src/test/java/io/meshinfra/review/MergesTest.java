package io.meshinfra.review;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.Review.Stage;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.policy.Consent;
import io.meshinfra.policy.Finding;
import io.meshinfra.policy.Severity;
import io.meshinfra.policy.Verdict;
import io.meshinfra.reconcile.pass.StayedAway;
import io.meshinfra.reconcile.rollout.RolloutStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told after a merge. */
@Timeout(60)
class MergesTest {
  @TempDir Path folder;
  private ReviewWorld world;
  private PullRequest.Id id;

  @BeforeEach
  void create() {
    world = new ReviewWorld(folder);
    world.motd("hello");
    id = world.propose(ReviewWorld.MEMBER, false, "topic");
    world.awaitPlan(id, "3 change");
    await().until(() -> world.journal.reviews().of(id.value()).get().planned().isPresent());
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Revision merged() {
    Revision merged = world.merge(id, "topic");
    world.reviews().changed(id);
    world.awaitPlan(id, "### mesh: merged as " + merged.abbreviated() + ": 3 pending");
    return merged;
  }

  private Stage stage() {
    return world.journal.reviews().of(id.value()).orElseThrow().stage();
  }

  @Test
  void shouldTellTheOutcomeOfEachNodeAndThenRest() {
    Revision merged = merged();
    world.nodes.converge(world.comesIntoForce());
    world.pass("hub", new Outcome.Converged());
    world.pass("laptop", new Outcome.Deferred("no route to host"));
    world.pass("wsl", new Outcome.Failed("step 1, exit code 1: secret output of the node"));
    String told = world.awaitPlan(id, "1 converged, 1 failed, 1 away: pending");

    assertTrue(told.contains("| `hub` | converged: in 1.2 s |"), told);
    assertTrue(told.contains("### mesh plan: 3 nodes: 3 change"), "the plan stays below");
    assertEquals(Stage.MERGED, stage());

    world.pass("laptop", new Outcome.InSync());
    world.awaitPlan(id, merged.abbreviated() + ": 1 converged, 1 in sync, 1 failed");
    await().until(() -> stage() == Stage.SETTLED);
    List<String> resting = world.forge.plans(id);
    world.pass("laptop", new Outcome.Failed("later and of no concern"));
    world.idle();
    assertEquals(resting, world.forge.plans(id));
    assertEquals(1, resting.size());
  }

  @Test
  void shouldTellOfANodeThatIsAwayThoughNoPassIsMadeOverIt() {
    Revision merged = merged();

    world.reviews().stayedAway(new StayedAway(new NodeName("laptop"), merged));

    String told = world.awaitPlan(id, "1 away: pending, 2 pending");
    assertTrue(told.contains("| `laptop` | away: pending |"), told);
  }

  @Test
  void shouldTellWhatPolicySaysAfterTheMerge() {
    merged();
    Finding never = Finding.refusal("no-go", "never", Finding.Ends.NEVER);
    Finding later = Finding.refusal("freeze", "until Monday", Finding.Ends.WITH_TIME);
    Finding ask =
        new Finding(
            "ask-first",
            Severity.ASK,
            "somebody",
            "",
            Optional.empty(),
            Optional.of(Consent.ANYBODY),
            Finding.Ends.NEVER);
    world.judged("hub", new Verdict.Refused(List.of(never)));
    world.judged("laptop", new Verdict.Refused(List.of(later)));
    world.judged("wsl", new Verdict.AwaitingApproval("0123", List.of(ask), List.of("1 approval")));
    String told = world.awaitPlan(id, "1 refused by policy, 1 awaits approval, 1 pending");

    assertTrue(told.contains("| `hub` | refused by policy: no-go: never |"), told);
    assertTrue(told.contains("| `laptop` | pending: freeze: until Monday |"), told);
    assertTrue(told.contains("| `wsl` | awaits approval: ask-first: somebody |"), told);
  }

  @Test
  void shouldCountPassesThatEndedBeforeTheMergeWasNoticed() {
    Revision merged = world.merge(id, "topic");
    world.pass("hub", new Outcome.Converged());
    world.pass("hub", new Outcome.InSync());
    world.reviews().changed(id);

    String told = world.awaitPlan(id, merged.abbreviated() + ": 1 converged, 2 pending");
    assertTrue(told.contains("| `hub` | converged: in 1.2 s |"), told);
  }

  @Test
  void shouldLeaveTheOutcomeAloneThatHasArrived() {
    merged();
    world.pass("hub", new Outcome.Converged());
    world.awaitPlan(id, "1 converged, 2 pending");
    world.pass("hub", new Outcome.InSync());
    world.pass("laptop", new Outcome.Deferred("no route to host"));

    String told = world.awaitPlan(id, "1 away: pending, 1 pending");
    assertTrue(told.contains(": 1 converged, 1 away: pending"), told);
  }

  @Test
  void shouldAnswerACommandThatComesAfterTheMerge() {
    merged();
    world.forge.comment(id, ReviewWorld.MEMBER, "mesh apply hub");
    world.reviews().commented(id);

    String told = world.awaitPlan(id, "applying on hub");
    assertTrue(told.contains("- `mesh apply hub` by `ada`"), told);
    assertEquals(List.of("apply hub by ada"), world.deeds);
  }

  @Test
  void shouldCountPassesOfLaterCommitsThatContainTheMerge() {
    merged();
    world.moveMain("note.yaml");
    world.pass("hub", new Outcome.Converged());
    world.awaitPlan(id, "1 converged, 2 pending");
  }

  @Test
  void shouldNotCountPassesOfCommitsBeforeTheMerge() {
    world.pass("hub", new Outcome.InSync());
    merged();
    world.idle();
    assertFalse(world.forge.plans(id).getFirst().contains("in sync"));
  }

  @Test
  void shouldTellWhatRolloutsDoWithWhatWasMerged() {
    Revision before = world.comesIntoForce().revision();
    Revision merged = merged();
    assertFalse(world.forge.plans(id).getFirst().contains("Rollouts"));

    world.rollouts =
        List.of(
            rollout("web", merged, "progressing", "wave 2 begins when hub is healthy", "hub"),
            rollout("old", before, "stopped", "of an earlier commit", "laptop"),
            rollout("others", merged, "progressing", "about other nodes", "printer"));
    world.tick();

    String told = world.awaitPlan(id, "**Rollouts**");
    assertTrue(
        told.contains(
            "- rollout `web`: progressing, wave 1 of 2 (canary): 1 pending; wave 2 begins when"
                + " hub is healthy\n"),
        told);
    assertFalse(told.contains("`old`") || told.contains("`others`"), told);

    world.rollouts = List.of(rollout("web", merged, "stopped", "1 node failed", "hub"));
    world.tick();
    world.awaitPlan(id, "- rollout `web`: stopped, wave 1 of 2 (canary): 1 pending; 1 node failed");
  }

  private static RolloutStatus rollout(
      String name, Revision revision, String phase, String message, String node) {
    return new RolloutStatus(
        name,
        revision,
        Instant.EPOCH,
        phase,
        message,
        1,
        List.of("canary", "rest"),
        List.of(new RolloutStatus.OnNode(new NodeName(node), 1, "pending", "", Instant.EPOCH)));
  }

  @Test
  void shouldGoOnAfterARestart() {
    merged();
    world.start();
    world.pass("hub", new Outcome.Converged());
    world.awaitPlan(id, "1 converged, 2 pending");
  }
}
