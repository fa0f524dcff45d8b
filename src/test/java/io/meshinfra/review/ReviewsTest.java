package io.meshinfra.review;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.forge.Answer;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.Review;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Observation;
import io.meshinfra.model.Revision;
import io.meshinfra.model.State;
import io.meshinfra.report.review.Gate;
import io.meshinfra.report.review.Signatures;
import io.meshinfra.support.MemoryForge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReviewsTest {
  @TempDir Path folder;
  private ReviewWorld world;

  @BeforeEach
  void create() {
    world = new ReviewWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private PullRequest.Id proposed(String text) {
    world.motd(text);
    return world.propose(ReviewWorld.MEMBER, false, "topic");
  }

  private CommitStatus status(PullRequest.Id id) {
    return status(id, "mesh/plan").orElseThrow();
  }

  private Optional<CommitStatus> status(PullRequest.Id id, String context) {
    PullRequest pull =
        world.forge.all().stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
    return world.forge.statusOf(pull.head(), context);
  }

  /** As on Pagure, which tells of a pull request before it makes its ref. */
  @Test
  void shouldWaitForAHeadThatCannotBeFetchedYet() {
    world.motd("late");
    PullRequest.Id id = world.proposeUnpushed("topic");
    for (int i = 0; i < 3; i++) {
      world.tick();
      await().until(() -> status(id).state() == CommitStatus.State.PENDING);
      world.idle();
    }
    assertEquals(List.of(), world.forge.plans(id));

    world.repository.git("push", "-q", "origin", "topic");
    world.later(Duration.ofMinutes(1));

    world.awaitPlan(id, "3 nodes: 3 change");
  }

  @Test
  void shouldTellOnceThatAHeadIsNotThereAndGoOnLooking() {
    world.motd("never");
    PullRequest.Id id = world.proposeUnpushed("topic");

    await()
        .until(() -> {
          world.later(Duration.ofSeconds(5));
          world.tick();
          return !world.forge.plans(id).isEmpty();
        });
    assertTrue(world.forge.plans(id).getFirst().contains("no ref of that name"));

    world.repository.git("push", "-q", "origin", "topic");
    await()
        .until(() -> {
          world.later(Duration.ofMinutes(1));
          world.tick();
          return world.forge.plans(id).getFirst().contains("3 nodes: 3 change");
        });
  }

  @Test
  void shouldTellThePlanOfANewPullRequest() {
    PullRequest.Id id = proposed("hello");
    String plan = world.awaitPlan(id, "3 nodes: 3 change");

    assertTrue(plan.contains("-welcome\n+hello\n"), plan);
    await().until(() -> status(id).state() == CommitStatus.State.SUCCESS);
    assertEquals("3 nodes: 3 change", status(id).description());
    assertTrue(world.forge.statusLog().getFirst().contains("PENDING"));
  }

  @Test
  void shouldTellCommitsThatNobodySignedWhoMay() {
    String finding = "commit 4b825dc642 \"hello\": not signed";
    world.unsigned = new Signatures(false, "1 of 1 commit not signed by who may", List.of(finding));
    PullRequest.Id id = proposed("hello");

    assertTrue(world.awaitPlan(id, "Signatures").contains("not signed"));
    await().until(() -> status(id, "mesh/signed").isPresent());
    CommitStatus signed = status(id, "mesh/signed").orElseThrow();
    assertEquals(CommitStatus.State.FAILURE, signed.state());
    assertEquals("1 of 1 commit not signed by who may", signed.description());
    assertEquals(CommitStatus.State.SUCCESS, status(id).state());
  }

  @Test
  void shouldTellNothingOfSignaturesWhereNobodyAsksForThem() {
    PullRequest.Id id = proposed("hello");
    String plan = world.awaitPlan(id, "3 nodes: 3 change");
    await().until(() -> status(id).state() == CommitStatus.State.SUCCESS);

    assertFalse(plan.contains("Signatures"), plan);
    assertTrue(status(id, "mesh/signed").isEmpty());
  }

  @Test
  void shouldChangeItsCommentInPlaceWithEveryPush() {
    PullRequest.Id id = proposed("hello");
    world.awaitPlan(id, "+hello");
    world.motd("good day");
    Revision head = world.push(id, "topic");
    world.reviews().changed(id);
    world.awaitPlan(id, "+good day");

    assertEquals(1, world.forge.texts(id).size());
    await().until(() -> world.forge.statusOf(head, "mesh/plan").isPresent());
  }

  @Test
  void shouldWriteNothingWhenNothingHappened() {
    PullRequest.Id id = proposed("hello");
    world.awaitPlan(id, "3 change");
    int writes = world.forge.writes();
    int looks = world.nodes.looked().size();
    world.idle();
    world.idle();

    assertEquals(writes, world.forge.writes());
    assertEquals(looks, world.nodes.looked().size());
  }

  @Test
  void shouldNotPlanAgainAfterARestart() {
    PullRequest.Id id = proposed("hello");
    world.awaitPlan(id, "3 change");
    await().until(() -> world.journal.reviews().of(id.value()).get().planned().isPresent());
    int looks = world.nodes.looked().size();
    world.start();
    world.idle();

    assertEquals(looks, world.nodes.looked().size());
    assertEquals(1, world.forge.texts(id).size());
  }

  @Test
  void shouldGoOnLookingForAHeadAfterARestart() {
    world.motd("late");
    PullRequest.Id id = world.proposeUnpushed("topic");
    await()
        .until(() -> {
          world.later(Duration.ofSeconds(5));
          world.tick();
          return !world.forge.plans(id).isEmpty();
        });
    world.idle();
    world.start();
    world.repository.git("push", "-q", "origin", "topic");

    await()
        .until(() -> {
          world.later(Duration.ofMinutes(1));
          world.tick();
          return world.forge.plans(id).getFirst().contains("3 nodes: 3 change");
        });
  }

  @Test
  void shouldFindItsCommentAgainWithoutAJournal() throws IOException {
    PullRequest.Id id = proposed("hello");
    String plan = world.awaitPlan(id, "3 change");
    try (ReviewWorld other = new ReviewWorld(Files.createDirectory(folder.resolve("other")))) {
      other.motd("hello");
      PullRequest.Id same = other.propose(ReviewWorld.MEMBER, false, "topic");
      other.forge.comment(same, ReviewWorld.STRANGER, plan);
      other.forge.comment(same, MemoryForge.HUB, plan);
      other.awaitPlan(same, "3 change");
      other.idle();

      List<String> texts = other.forge.texts(same);
      assertEquals(2, texts.size(), "its own was changed, that of the stranger left alone");
      assertEquals(plan, texts.getFirst());
    }
  }

  @Test
  void shouldWriteItsCommentAnewWhenSomebodyDeletedIt() {
    PullRequest.Id id = proposed("hello");
    world.awaitPlan(id, "3 change");
    await().until(() -> world.journal.reviews().of(id.value()).get().planned().isPresent());
    world.forge.delete(id, world.forge.said(id).getFirst().id());
    world.reviews().commented(id);
    world.awaitPlan(id, "3 change");

    assertEquals(1, world.forge.texts(id).size());
  }

  @Test
  void shouldTellOnlyTheNewestHeadWhenOneIsPushedDuringPlanning() {
    world.nodes.hold("hub");
    PullRequest.Id id = proposed("hello");
    world.tick();
    await().until(() -> !world.nodes.looked().isEmpty());
    world.motd("second thoughts");
    Revision head = world.push(id, "topic");
    world.nodes.letGo();
    world.awaitPlan(id, "+second thoughts");

    assertEquals(1, world.forge.writes());
    assertTrue(world.forge.plans(id).getFirst().contains(head.abbreviated()));
  }

  @Test
  void shouldPlanAgainWhenTheBranchMoved() {
    PullRequest.Id id = proposed("hello");
    world.awaitPlan(id, "3 change");
    world.moveMain("note.yaml");
    String main = world.comesIntoForce().revision().abbreviated();

    world.awaitPlan(id, "at `" + main + "`");
  }

  @Test
  void shouldPredictForANodeThatIsAwayAndPlanAgainWhenItComesBack() {
    world.pass("laptop", new Outcome.InSync());
    world.nodes.away("laptop");
    world.nodes.away("wsl");
    world.later(Duration.ofDays(3));
    PullRequest.Id id = proposed("hello");
    String plan = world.awaitPlan(id, "3 nodes: 1 changes, 1 away since Friday, predicted");

    assertTrue(plan.contains("1 away and never probed"), plan);
    assertTrue(plan.contains("| `laptop` | 1 from this pull request |"), plan);
    world.nodes.back("wsl");
    world.pass("wsl", new Outcome.InSync());
    world.awaitPlan(id, "3 nodes: 2 change, 1 away since Friday");
  }

  @Test
  void shouldTellDriftApartFromWhatThePullRequestDoes() {
    world.nodes.change(
        "wsl",
        "file:/etc/motd",
        Observation.present(
            State.EMPTY.with("type", "file").with("mode", "0666").with("content", "x")));
    world.pass("wsl", new Outcome.Skipped("as the test wants it"));
    world.repository.write("extra.yaml", "# nothing\n");
    PullRequest.Id id = world.propose(ReviewWorld.MEMBER, false, "topic");
    String plan = world.awaitPlan(id, "3 nodes: nothing changes, 1 has drifted");

    assertTrue(plan.contains("~ file:/etc/motd (drift, update)"), plan);
  }

  @Test
  void shouldTellEveryMistakeOfAnInvalidHead() {
    world.repository.write("broken.yaml", "kind: Nod\n");
    PullRequest.Id id = world.propose(ReviewWorld.MEMBER, false, "topic");
    String plan = world.awaitPlan(id, "not valid");

    assertTrue(plan.contains("`broken.yaml:1:"), plan);
    await().until(() -> status(id).state() == CommitStatus.State.FAILURE);
    assertEquals(List.of(), world.nodes.looked());
  }

  @Test
  void shouldFailTheStatusOfWhatPolicyRefuses() {
    world.rulings.put(new NodeName("hub"), Gate.Ruling.REFUSED);
    PullRequest.Id id = proposed("hello");
    world.awaitPlan(id, "1 refused by policy");

    await().until(() -> status(id).state() == CommitStatus.State.FAILURE);
  }

  @Test
  void shouldWaitAsLongAsTheForgeWants() {
    PullRequest.Id id = proposed("hello");
    world.forge.trouble(new Answer.Later<>("rate limit", Duration.ofMinutes(10)));
    world.tick();
    await().until(() -> world.forge.calls() == 1);
    world.later(Duration.ofMinutes(9));
    world.tick();
    world.reviews().changed(id);
    world.forge.noTrouble();
    world.later(Duration.ofMinutes(2));
    world.awaitPlan(id, "3 change");

    assertTrue(world.forge.calls() < 12, "calls: " + world.forge.calls());
  }

  @Test
  void shouldKeepAPlanThatCannotBeWrittenYet() {
    world.nodes.hold("hub");
    PullRequest.Id id = proposed("hello");
    world.tick();
    await().until(() -> world.nodes.looked().size() == 3);
    world.forge.trouble(new Answer.Later<>("HTTP 502", Duration.ofSeconds(5)));
    int calls = world.forge.calls();
    world.nodes.letGo();
    await().until(() -> world.forge.calls() > calls);
    world.forge.noTrouble();
    world.later(Duration.ofSeconds(10));
    world.awaitPlan(id, "3 change");

    assertEquals(3, world.nodes.looked().size(), "not looked at again");
  }

  @Test
  void shouldWriteNothingWhileAnotherHubHasTheJournal() {
    world.alone = false;
    PullRequest.Id id = proposed("hello");
    world.idle();
    assertEquals(List.of(), world.forge.texts(id));

    world.alone = true;
    world.awaitPlan(id, "3 change");
  }

  @Test
  void shouldTellWhatCouldNotBeLookedAtInTime() {
    ReviewRules rules = world.rules();
    world.rules(
        new ReviewRules(
            "main",
            "main",
            rules.foreign(),
            rules.interval(),
            Duration.ofMillis(200),
            rules.address()));
    world.start();
    world.nodes.hold("hub");
    PullRequest.Id id = proposed("hello");

    world.awaitPlan(id, "3 nodes: 2 change, 1 could not be probed");
  }

  @Test
  void shouldForgetAPullRequestThatWasClosed() {
    PullRequest.Id id = proposed("hello");
    world.awaitPlan(id, "3 change");
    await().until(() -> world.journal.reviews().of(id.value()).get().planned().isPresent());
    world.forge.closed(id);
    world.reviews().changed(id);
    world.tick();

    await()
        .until(() -> world.journal.reviews().of(id.value()).get().stage() == Review.Stage.CLOSED);
    assertFalse(world.forge.plans(id).isEmpty());
  }
}
