package io.meshinfra.review;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.Review.Stage;
import io.meshinfra.model.Revision;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told where comments cannot be changed: each is one more for everybody to read. */
@Timeout(60)
class NewsTest {
  @TempDir Path folder;
  private ReviewWorld world;
  private PullRequest.Id id;

  @BeforeEach
  void create() {
    world = new ReviewWorld(folder);
    world.forge.cannotChangeComments();
    world.start();
    world.motd("hello");
    id = world.propose(ReviewWorld.MEMBER, false, "topic");
    world.awaitPlan(id, "3 change");
    awaitTarget(world.comesIntoForce().revision());
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** The plan was compared with that commit of the branch, and all about it was recorded. */
  private void awaitTarget(Revision target) {
    await()
        .until(() -> {
          world.tick();
          return world.journal.reviews().of(id.value()).get().planned().stream()
              .anyMatch(planned -> planned.target().equals(target));
        });
  }

  private List<String> told() {
    return world.forge.plans(id);
  }

  @Test
  void shouldNotSayAgainWhatIsStillSo() {
    List<String> before = told();

    world.moveMain("note.yaml");
    awaitTarget(world.comesIntoForce().revision());

    assertEquals(before, told());
    assertEquals(1, before.size());
  }

  @Test
  void shouldTellOfAPush() {
    world.motd("hello again");
    Revision head = world.push(id, "topic");
    world.reviews().changed(id);
    await().until(() -> told().size() == 2);

    assertTrue(told().getLast().contains(head.abbreviated()), told().getLast());
  }

  /** The clock stands still, so the answer is as old as the plan. */
  @Test
  void shouldAnswerACommandThatComesAtTheInstantOfThePlan() {
    world.forge.comment(id, ReviewWorld.MEMBER, "mesh help");
    world.reviews().commented(id);
    await().until(() -> told().size() == 2);

    assertTrue(told().getLast().contains("- `mesh help` by `ada`"), told().getLast());
    world.moveMain("note.yaml");
    awaitTarget(world.comesIntoForce().revision());
    world.idle();
    assertEquals(2, told().size(), "an answer is told once");
  }

  @Test
  void shouldNotAnswerOnceMoreAfterARestart() {
    world.forge.comment(id, ReviewWorld.MEMBER, "mesh help");
    world.reviews().commented(id);
    await().until(() -> told().size() == 2);
    awaitTarget(world.comesIntoForce().revision());
    world.start();
    world.moveMain("note.yaml");
    awaitTarget(world.comesIntoForce().revision());

    assertEquals(2, told().size());
  }

  private Revision merged() {
    Revision merged = world.merge(id, "topic");
    world.reviews().changed(id);
    await()
        .until(() -> {
          world.tick();
          return world.journal.reviews().of(id.value()).get().stage() == Stage.MERGED;
        });
    return merged;
  }

  @Test
  void shouldTellTheOutcomeWhenNoNodeIsAtItAnyMore() {
    Revision merged = merged();
    world.pass("hub", new Outcome.Converged());
    world.idle();
    assertEquals(1, told().size(), "two nodes are still at it");
    world.pass("laptop", new Outcome.Deferred("no route to host"));
    world.pass("wsl", new Outcome.InSync());
    await()
        .until(() -> {
          world.tick();
          return told().size() == 2;
        });

    String outcome = told().getLast();
    assertTrue(
        outcome.contains(
            "merged as %s: 1 converged, 1 in sync, 1 away: pending"
                .formatted(merged.abbreviated())),
        outcome);
  }

  @Test
  void shouldTellTheOutcomeOfPassesThatEndedBeforeTheMergeWasNoticed() {
    world.merge(id, "topic");
    for (String node : List.of("hub", "laptop", "wsl")) {
      world.pass(node, new Outcome.Converged());
    }
    world.reviews().changed(id);
    await().until(() -> told().size() == 2);

    assertTrue(told().getLast().contains(": 3 converged"), told().getLast());
  }

  @Test
  void shouldTellANodeThatStaysAwayOnceAlsoAfterARestart() {
    merged();
    for (String node : List.of("hub", "laptop", "wsl")) {
      world.pass(node, new Outcome.Deferred("no route to host"));
    }
    await()
        .until(() -> {
          world.tick();
          return told().size() == 2;
        });
    world.pass("hub", new Outcome.Deferred("no route to host"));
    world.idle();
    world.start();
    world.idle();
    world.pass("hub", new Outcome.Deferred("no route to host"));
    world.idle();

    assertEquals(2, told().size());
  }

  @Test
  void shouldAnswerACommandThatComesAfterTheMerge() {
    merged();
    world.forge.comment(id, ReviewWorld.MEMBER, "mesh apply hub");
    world.reviews().commented(id);
    await()
        .until(() -> {
          world.tick();
          return told().size() == 2;
        });

    assertTrue(told().getLast().contains("applying on hub"), told().getLast());
  }

  @Test
  void shouldWriteADeletedCommentAnew() {
    world.forge.delete(id, world.forge.said(id).getFirst().id());
    world.idle();
    world.moveMain("note.yaml");
    awaitTarget(world.comesIntoForce().revision());

    await().until(() -> told().size() == 1);
  }
}
