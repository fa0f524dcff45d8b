package io.meshinfra.review;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.model.NodeName;
import io.meshinfra.report.review.Gate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandsTest {
  @TempDir Path folder;
  private ReviewWorld world;
  private PullRequest.Id id;

  @BeforeEach
  void create() {
    world = new ReviewWorld(folder);
    world.rulings.put(new NodeName("hub"), Gate.Ruling.AWAITS_APPROVAL);
    world.motd("hello");
    id = world.propose(ReviewWorld.MEMBER, false, "topic");
    world.awaitPlan(id, "1 awaits approval");
    await().until(() -> world.journal.reviews().of(id.value()).get().planned().isPresent());
    world.later(Duration.ofSeconds(5));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void says(String author, String text) {
    world.forge.comment(id, author, text);
    world.reviews().commented(id);
  }

  private String hashOf(String node) {
    return world.journal.reviews().nodes(reviewId()).stream()
        .filter(n -> n.outcome().node().value().equals(node))
        .findFirst()
        .flatMap(n -> n.planHash())
        .orElseThrow();
  }

  private long reviewId() {
    return world.journal.reviews().of(id.value()).orElseThrow().id();
  }

  @Test
  void shouldApproveExactlyThePlanOfANode() {
    String hash = hashOf("hub");
    says(ReviewWorld.MEMBER, "fine with me\n\nmesh approve hub");
    String plan = world.awaitPlan(id, "approved by `ada`");

    assertEquals(List.of("approve hub " + hash + " by ada"), world.deeds);
    assertTrue(plan.contains("- `mesh approve hub` by `ada`"), plan);
  }

  @Test
  void shouldApproveThePlansOfAllNodes() {
    says(ReviewWorld.MEMBER, "mesh approve");
    await().until(() -> world.deeds.size() == 3);

    assertTrue(world.deeds.contains("approve wsl " + hashOf("wsl") + " by ada"));
  }

  @Test
  void shouldNotApproveAPlanThatCameAfterTheComment() {
    world.forge.comment(id, ReviewWorld.MEMBER, "mesh approve hub");
    world.later(Duration.ofSeconds(5));
    world.motd("something else");
    world.push(id, "topic");
    world.reviews().changed(id);
    world.awaitPlan(id, "+something else");
    world.reviews().commented(id);

    world.awaitPlan(id, "the plan has changed since; look at it and approve it again");
    assertEquals(List.of(), world.deeds);
  }

  @Test
  void shouldActOnAnyCommentOnce() {
    says(ReviewWorld.MEMBER, "mesh approve hub");
    world.awaitPlan(id, "approved by `ada`");
    world.reviews().commented(id);
    world.idle();
    world.start();
    world.reviews().commented(id);
    world.idle();

    assertEquals(1, world.deeds.size());
  }

  @Test
  void shouldIgnoreSilentlyWhoMayNotPush() {
    String before = world.forge.plans(id).getFirst();
    says(ReviewWorld.STRANGER, "mesh approve\nmesh apply hub\nmesh help");
    world.idle();

    assertEquals(List.of(), world.deeds);
    assertEquals(List.of(before), world.forge.plans(id));
    assertEquals(2, world.forge.texts(id).size());
  }

  @Test
  void shouldAskAgainWhetherSomebodyMayPushWhenTheForgeDoesNotTell() {
    world.forge.member("bob");
    world.forge.comment(id, "bob", "mesh approve hub");
    world.forge.trouble(new Answer.Later<>("HTTP 503", Duration.ofSeconds(1)));
    int calls = world.forge.calls();
    world.reviews().commented(id);
    await().until(() -> world.forge.calls() > calls);
    assertEquals(List.of(), world.deeds);
    world.forge.noTrouble();
    world.later(Duration.ofMinutes(2));
    world.tick();

    await().until(() -> world.deeds.size() == 1);
  }

  @Test
  void shouldLookAgainWhenAsked() {
    int looks = world.nodes.looked().size();
    says(ReviewWorld.MEMBER, "mesh plan");

    world.awaitPlan(id, "- `mesh plan` by `ada`");
    assertEquals(looks + 3, world.nodes.looked().size());
  }

  @Test
  void shouldHelpInItsOneComment() {
    says(ReviewWorld.MEMBER, "mesh help");
    String plan = world.awaitPlan(id, "**Answers**");

    assertTrue(plan.contains("mesh apply NODE: after the merge"), plan);
    assertEquals(1, world.forge.plans(id).size());
  }

  @Test
  void shouldApplyOnlyAfterTheMerge() {
    says(ReviewWorld.MEMBER, "mesh apply hub");
    world.awaitPlan(id, "nothing is carried out before the merge");
    assertEquals(List.of(), world.deeds);

    world.merge(id, "topic");
    world.reviews().changed(id);
    world.awaitPlan(id, "### mesh: merged as");
    says(ReviewWorld.MEMBER, "mesh apply hub");
    await()
        .until(() -> {
          world.tick();
          return world.deeds.equals(List.of("apply hub by ada"));
        });
  }

  @Test
  void shouldNotActOnWhatWasWrittenBeforeItKnewThePullRequest() {
    world.repository.git("checkout", "-q", "main");
    world.motd("other");
    PullRequest.Id other = world.propose(ReviewWorld.MEMBER, false, "other");
    world.forge.comment(other, ReviewWorld.MEMBER, "mesh approve");
    world.reviews().changed(other);
    world.awaitPlan(other, "1 awaits approval");
    world.reviews().commented(other);
    world.idle();

    assertEquals(List.of(), world.deeds);
    assertFalse(world.forge.plans(other).getFirst().contains("**Answers**"));
  }
}
