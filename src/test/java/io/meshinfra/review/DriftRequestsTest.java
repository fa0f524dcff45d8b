package io.meshinfra.review;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.DriftRequest;
import io.meshinfra.journal.DriftRequest.Stage;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Observation;
import io.meshinfra.model.State;
import io.meshinfra.reconcile.settings.ForeignPlans;
import io.meshinfra.source.BranchResult;
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
class DriftRequestsTest {
  private static final NodeName LAPTOP = new NodeName("laptop");
  private static final Outcome LEFT = new Outcome.StillDrifting(List.of(), "mode observe");

  @TempDir Path folder;
  private ReviewWorld world;

  @BeforeEach
  void create() {
    world = new ReviewWorld(folder);
    world.observe("welcome");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Observation motd(String text, String mode) {
    return Observation.present(
        State.EMPTY
            .with("type", "file")
            .with("mode", mode)
            .with("content", Content.of(text).asValue()));
  }

  private void changedByHand(String text) {
    world.nodes.change("laptop", "file:/etc/motd", motd(text, "0644"));
    world.pass("laptop", LEFT);
  }

  private void asGitHasIt() {
    world.nodes.change("laptop", "file:/etc/motd", motd("welcome\n", "0644"));
    world.pass("laptop", new Outcome.InSync());
  }

  private Optional<DriftRequest> request(Stage stage) {
    return world.journal.drifts().request(LAPTOP).filter(r -> r.stage() == stage);
  }

  private PullRequest.Id opened() {
    await()
        .until(() -> {
          world.tick();
          return request(Stage.OPEN).isPresent();
        });
    return new PullRequest.Id(request(Stage.OPEN).orElseThrow().pullRequest());
  }

  private void awaitStage(Stage stage) {
    await()
        .until(() -> {
          world.later(Duration.ofMinutes(2));
          world.tick();
          return request(stage).isPresent();
        });
  }

  private String branch(String file) {
    world.repository.git("fetch", "-q", "origin");
    return world.repository.git("show", "origin/mesh/drift/laptop:" + file);
  }

  @Test
  void shouldProposeToAdoptWhatSomebodyChangedByHand() {
    changedByHand("welcome, stranger\n");
    PullRequest.Id id = opened();
    String told = world.forge.description(id);

    String nodes = branch("fleet.yaml");
    assertTrue(nodes.contains("content: \"welcome, stranger\\n\""), nodes);
    assertTrue(nodes.contains("override: true"), "for this node alone: " + nodes);
    assertEquals(
        world.repository.git("show", "main:profile.yaml"),
        branch("profile.yaml"),
        "the other nodes have that too, and it is not known that they drifted alike");
    assertTrue(told.contains("-welcome, stranger\n+welcome\n"), told);
    assertTrue(told.contains("Mode observe reports and never changes"), told);
    assertTrue(told.contains("mallory on pts/0"), told);
    assertTrue(told.contains("| yes, in `"), told);
  }

  @Test
  void shouldKeepOnePullRequestUpToDate() {
    changedByHand("one\n");
    PullRequest.Id id = opened();
    world.later(Duration.ofMinutes(5));
    changedByHand("two\n");
    await()
        .until(() -> {
          world.tick();
          return world.forge.description(id).contains("-two");
        });

    assertEquals(id, opened());
    assertTrue(branch("fleet.yaml").contains("two"), branch("fleet.yaml"));
    assertEquals(1, world.forge.all().size());
  }

  @Test
  void shouldTellTheSameDriftOnce() {
    changedByHand("one\n");
    PullRequest.Id id = opened();
    String before = world.forge.description(id);
    world.later(Duration.ofMinutes(5));
    world.pass("laptop", LEFT);
    world.idle();

    assertEquals(before, world.forge.description(id));
  }

  @Test
  void shouldRevertByThePlanThatWasShownWhenSomebodyClosesIt() {
    changedByHand("one\n");
    PullRequest.Id id = opened();
    String hash = request(Stage.OPEN).orElseThrow().planHash();
    assertTrue(world.forge.description(id).contains("by plan `" + hash + "`"));
    world.forge.closed(id);
    awaitStage(Stage.REVERTED);
    await().until(() -> !world.drifts.reverts.isEmpty());

    assertEquals(
        List.of("laptop " + hash + " [file:/etc/motd] by whoever closed pull request " + id),
        world.drifts.reverts);
  }

  @Test
  void shouldRevertNothingThatWasNotShown() {
    changedByHand("one\n");
    PullRequest.Id id = opened();
    world.drifts.trouble = Optional.of(new BranchResult.Failed<>("away"));
    changedByHand("two\n");
    world.forge.closed(id);
    awaitStage(Stage.REVERTED);

    await()
        .until(
            () -> world.forge.plans(id).stream().anyMatch(t -> t.contains("so nothing was done")));
    assertEquals(List.of(), world.drifts.reverts);
  }

  @Test
  void shouldCloseItWithAWordWhenTheDriftGoesAway() {
    changedByHand("one\n");
    PullRequest.Id id = opened();
    asGitHasIt();
    awaitStage(Stage.GONE);

    assertEquals(List.of(), world.drifts.reverts, "that is no wish of anybody");
    await()
        .until(() ->
            world.forge.all().stream()
                .anyMatch(p -> p.id().equals(id) && p.state() == PullRequest.State.CLOSED));
    assertTrue(world.forge.plans(id).stream().anyMatch(t -> t.contains("went away by itself")));
  }

  @Test
  void shouldRestWhenItWasMerged() {
    changedByHand("one\n");
    PullRequest.Id id = opened();
    world.repository.git("fetch", "-q", "origin");
    world.repository.git("branch", "-f", "adopted", "origin/mesh/drift/laptop");
    world.merge(id, "adopted");
    awaitStage(Stage.ADOPTED);

    world.nodes.converge(world.comesIntoForce().node(LAPTOP).orElseThrow());
    world.nodes.change("laptop", "file:/etc/motd", motd("one\n", "0644"));
    world.pass("laptop", new Outcome.InSync());
    world.idle();
    assertEquals(List.of(), world.drifts.reverts);
    assertFalse(world.forge.plans(id).stream().anyMatch(t -> t.contains("went away")));
  }

  @Test
  void shouldWriteNothingIntoGitThatFewMayReadOnTheNode() {
    world.repository.write(
        "secret.yaml",
        """
        apiVersion: mesh-infra/v1
        kind: Profile
        metadata: {name: secret}
        spec:
          selector: {}
          mode: observe
          resources:
            - file: {path: /etc/key, content: "a\\n", mode: "0600"}
        """);
    world.observe("welcome");
    world.nodes.change("laptop", "file:/etc/key", motd("by hand\n", "0600"));
    changedByHand("one\n");
    String told = world.forge.description(opened());

    assertFalse(branch("secret.yaml").contains("by hand"));
    assertFalse(told.contains("by hand"), told);
    assertTrue(told.contains("its text would be in git for more people"), told);
  }

  @Test
  void shouldTryAgainWhenTheRemoteIsAway() {
    world.drifts.trouble = Optional.of(new BranchResult.Failed<>("away"));
    changedByHand("one\n");
    world.idle();
    assertEquals(Optional.empty(), request(Stage.OPEN));
    world.drifts.trouble = Optional.empty();
    world.later(Duration.ofMinutes(2));

    opened();
  }

  /** Set after the comment was written. */
  private List<CommitStatus.State> statuses(PullRequest.Id id) {
    return world.forge.all().stream()
        .filter(pull -> pull.id().equals(id))
        .flatMap(pull -> world.forge.statusOf(pull.head(), "mesh/plan").stream())
        .map(CommitStatus::state)
        .filter(state -> state != CommitStatus.State.PENDING)
        .toList();
  }

  @Test
  void shouldPlanItAsAllOthers() {
    ReviewRules usual = world.rules();
    world.rules(
        new ReviewRules(
            usual.hub(),
            usual.branch(),
            ForeignPlans.NEVER,
            usual.interval(),
            usual.deadline(),
            usual.address()));
    world.start();
    changedByHand("one\n");
    PullRequest.Id id = opened();
    world.reviews().changed(id);
    String plan = world.awaitPlan(id, "### mesh plan");

    assertTrue(plan.contains("### mesh plan: 3 nodes: nothing changes"), plan);
    assertEquals(
        List.of(CommitStatus.State.SUCCESS), await().until(() -> statuses(id), s -> !s.isEmpty()));
  }

  @Test
  void shouldNotTakeTheRequestOfAStrangerForItsOwn() {
    world.repository.git("checkout", "-q", "main");
    world.repository.write("note.yaml", "# of mallory\n");
    PullRequest.Id strange = world.propose(ReviewWorld.STRANGER, true, "mesh/drift/laptop");
    world.awaitPlan(strange, "### mesh plan");
    changedByHand("one\n");
    PullRequest.Id id = opened();
    world.forge.closed(strange);
    world.idle();

    assertNotEquals(strange, id);
    assertEquals("", world.forge.description(strange));
    assertEquals(List.of(), world.drifts.reverts, "closing the other one agrees to nothing");
  }

  @Test
  void shouldCloseItWhenTheNodeLeavesTheFleet() {
    changedByHand("one\n");
    PullRequest.Id id = opened();
    world.repository.git("checkout", "-q", "main");
    String nodes = world.repository.git("show", "main:fleet.yaml");
    int laptop = nodes.indexOf("---\n", nodes.indexOf("{name: hub}"));
    int wsl = nodes.indexOf("---\n", nodes.indexOf("{name: laptop}"));
    world.repository.write("fleet.yaml", nodes.substring(0, laptop) + nodes.substring(wsl));
    world.moveMain("note.yaml");
    awaitStage(Stage.GONE);

    assertTrue(world.forge.plans(id).stream().anyMatch(t -> t.contains("has left the fleet")));
    assertEquals(List.of(), world.journal.drifts().of(LAPTOP));
    assertEquals(List.of(), world.drifts.reverts);
  }

  @Test
  void shouldProposeNothingThatMeshHealsByItself() {
    world.motd("welcome");
    world.commit("main", "Enforce");
    world.moveMain("note.yaml");
    world.nodes.converge(world.comesIntoForce());
    world.nodes.change("laptop", "file:/etc/motd", motd("one\n", "0644"));
    world.pass("laptop", new Outcome.Failed("the link broke"));
    world.idle();

    assertEquals(Optional.empty(), world.journal.drifts().request(LAPTOP));
    assertEquals(1, world.journal.drifts().of(LAPTOP).size(), "but it is known");
  }
}
