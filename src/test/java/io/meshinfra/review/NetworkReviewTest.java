package io.meshinfra.review;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.PullRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a pull request is told of a change of the network intent. */
@Timeout(60)
class NetworkReviewTest {
  private static final String INTENT = "infra/policy/intent/network.yaml";
  private static final String NETWORK =
      """
      version: 1
      nodes:
        hub: {internal_ip: 10.0.0.1/24, roles: [hub]}
        laptop: {internal_ip: 10.0.0.2/24, roles: [workstation]}
        wsl: {internal_ip: 10.0.0.3/24, roles: [workstation]}
      access_policy:
        - {name: use, from: role:workstation, to: hub, ports: [22, 443]}
      security_invariants:
        - admin_ports_never_public
        - {name: no_smb, cel: "!tcp.open(445)", message: nobody shares files}
      """;

  @TempDir Path folder;
  private ReviewWorld world;

  @BeforeEach
  void create() {
    world = new ReviewWorld(folder);
    world.repository.write(INTENT, NETWORK);
    world.moveMain("note.yaml");
  }

  @AfterEach
  void close() {
    world.close();
  }

  /**
   * @param edits what was written, what is written in its place, and so on
   */
  private PullRequest.Id proposed(String... edits) {
    String text = NETWORK;
    for (int i = 0; i < edits.length; i += 2) {
      assertTrue(text.contains(edits[i]), edits[i]);
      text = text.replace(edits[i], edits[i + 1]);
    }
    world.repository.write(INTENT, text);
    return world.propose(ReviewWorld.MEMBER, false, "topic");
  }

  private void awaitStatus(PullRequest.Id id, CommitStatus.State state, String part) {
    PullRequest pull =
        world.forge.all().stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
    await()
        .untilAsserted(() -> {
          CommitStatus status = world.forge.statusOf(pull.head(), "mesh/plan").orElseThrow();
          assertEquals(state, status.state(), status.toString());
          assertTrue(status.toString().contains(part), status.toString());
        });
  }

  @Test
  void shouldTellWhatItOpensAndCloses() {
    PullRequest.Id id = proposed("to: hub, ports: [22, 443]", "to: hub, ports: [443, 8443]");

    String plan = world.awaitPlan(id, "who may reach whom changes");

    assertTrue(plan.contains("| `hub` | `laptop`, `wsl` | `tcp 8443` | `tcp 22` |"), plan);
    assertTrue(plan.contains("- nothing enforces it on hub"), plan);
    awaitStatus(id, CommitStatus.State.SUCCESS, "who may reach whom changes");
  }

  @Test
  void shouldSayInTheHeadlineThatMoreIsOpenToOutside() {
    PullRequest.Id id =
        proposed(
            "security_invariants:",
            "  - {name: web, from: \"*\", to: hub, ports: 8443}\nsecurity_invariants:");

    String plan = world.awaitPlan(id, "more is open to outside");

    assertTrue(plan.contains("| `hub` | `outside`, `laptop`, `wsl` | `tcp 8443` | - |"), plan);
  }

  @Test
  void shouldTellNothingOfARuleThatIsOnlyWrittenOtherwise() {
    PullRequest.Id id = proposed("from: role:workstation", "from: [laptop, wsl]");

    String plan = world.awaitPlan(id, "3 nodes: nothing changes");

    assertFalse(plan.contains("Network"), plan);
  }

  @Test
  void shouldRefuseARuleThatOpensSshToTheWorld() {
    PullRequest.Id id = proposed("from: role:workstation", "from: \"*\"");

    String plan = world.awaitPlan(id, "not valid: 1 mistake");

    assertTrue(
        plan.contains(
            "- `infra/policy/intent/network.yaml:9:5`: admin&#95;&#8203;ports&#95;&#8203;never&#95;"
                + "&#8203;public is broken: hub is open to everybody on tcp 22, by use"),
        plan);
    awaitStatus(id, CommitStatus.State.FAILURE, "not valid");
  }

  @Test
  void shouldRefuseARuleThatLocksTheHubOut() {
    PullRequest.Id id = proposed("nodes:\n", "back_ends: [nftables]\nnodes:\n");

    String plan = world.awaitPlan(id, "not valid: 3 mistakes");

    assertTrue(
        plan.contains(
            "- `infra/policy/intent/network.yaml:5:3`: a firewall on laptop would close every way"
                + " in; open: none; closed: lan (192.0.2.1:22)"),
        plan);
    awaitStatus(id, CommitStatus.State.FAILURE, "not valid");
  }

  /** What one back end can do and another cannot. */
  @Test
  void shouldRefuseARuleThatDiffersBetweenBackEnds() {
    PullRequest.Id id =
        proposed(
            "roles: [hub]}",
            "roles: [hub], back_ends: [firewalld]}",
            "ports: [22, 443]}",
            "ports: [22, 443], rate_limit: 5/minute}");

    String plan = world.awaitPlan(id, "not valid: 1 mistake");

    assertTrue(
        plan.contains(
            "- `infra/policy/intent/network.yaml:3:3`: hub: firewalld cannot count each address by"
                + " itself, which use (infra/policy/intent/network.yaml:7:5) asks for with"
                + " 5/minute; name nftables or ufw there, or leave the rate&#95;&#8203;limit out"),
        plan);
    awaitStatus(id, CommitStatus.State.FAILURE, "not valid");
  }

  @Test
  void shouldRefuseWhatBreaksAnInvariantOfOnesOwn() {
    PullRequest.Id id = proposed("ports: [22, 443]", "ports: 400-500");

    String plan = world.awaitPlan(id, "not valid: 1 mistake");

    assertTrue(
        plan.contains("no&#95;&#8203;smb is broken: nobody shares files: laptop, wsl -&#62; hub"),
        plan);
  }

  @Test
  void shouldNotLetAHeadTakeAnInvariantAwayAndBreakItAtOnce() {
    PullRequest.Id id =
        proposed(
            "ports: [22, 443]}\nsecurity_invariants:\n  - admin_ports_never_public\n",
            "ports: [22, 443]}\n  - {name: all, from: \"*\", to: wsl, ports: 22}\n"
                + "security_invariants:\n");

    String plan = world.awaitPlan(id, "refused by policy");

    assertTrue(
        plan.contains(
            "- `admin_ports_never_public` refuses on roll-out: wsl is open to everybody on tcp 22,"
                + " by all"),
        plan);
    assertTrue(plan.contains("is no longer asked for"), plan);
    awaitStatus(id, CommitStatus.State.FAILURE, "refused by policy");
  }

  @Test
  void shouldTellAllOfAnIntentThatIsNew() {
    world.repository.git("rm", "-q", "-f", INTENT);
    world.moveMain("note2.yaml");
    world.repository.write(INTENT, NETWORK);
    PullRequest.Id id = world.propose(ReviewWorld.MEMBER, false, "topic");

    String plan = world.awaitPlan(id, "more is open to outside");

    assertTrue(plan.contains("the network intent is new: this is all that it allows"), plan);
    assertTrue(plan.contains("| `hub` | `laptop`, `wsl` | `tcp 22, 443; udp 41641, 51820`"), plan);
  }
}
