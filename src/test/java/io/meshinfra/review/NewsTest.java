package io.meshinfra.review;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.PullRequest;
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

  @Test
  void shouldWriteADeletedCommentAnew() {
    world.forge.delete(id, world.forge.said(id).getFirst().id());
    world.idle();
    world.moveMain("note.yaml");
    awaitTarget(world.comesIntoForce().revision());

    await().until(() -> told().size() == 1);
  }
}
