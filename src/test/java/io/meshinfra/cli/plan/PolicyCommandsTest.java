package io.meshinfra.cli.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.CommandRun;
import io.meshinfra.cli.text.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that judge, on this machine as it is. */
class PolicyCommandsTest {
  @TempDir Path scratch;
  private Path fleet;
  private Path machine;

  @BeforeEach
  void makeAFleetOfThisMachine() throws Exception {
    fleet = Files.createDirectory(scratch.resolve("fleet"));
    machine = Files.createDirectory(scratch.resolve("machine"));
    resources("- file: {path: MACHINE/motd, content: hi}\n");
  }

  private void resources(String resources) throws Exception {
    Files.writeString(
        fleet.resolve("node.yaml"),
        """
        apiVersion: mesh-infra/v1
        kind: Node
        metadata: {name: here, labels: {role: test}}
        spec:
          access: [local: true]
          become: none
          resources:
        """
            + resources.replace("MACHINE", machine.toString()).indent(4));
  }

  private void policy(String rules) throws Exception {
    Path folder = Files.createDirectories(fleet.resolve("infra/policy"));
    Files.writeString(
        folder.resolve("p.yaml"),
        """
        apiVersion: mesh-infra/v1
        kind: Policy
        metadata: {name: p}
        spec:
          rules:
        """
            + rules.replace("MACHINE", machine.toString()).indent(4));
  }

  private CommandRun run(String... arguments) {
    return CommandRun.here().inRealTime().run(arguments);
  }

  private CommandRun check(String... more) {
    String[] arguments = new String[more.length + 4];
    System.arraycopy(new String[] {"policy", "check", "-f", fleet.toString()}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return run(arguments);
  }

  // --- mesh policy check

  @Test
  void shouldFindNothingToRefuse() {
    CommandRun run = check();

    assertEquals(0, run.code(), run.err());
    assertEquals("1 node, 4 rules: 0 refused, 0 to be approved, 0 warnings\n", run.out());
  }

  @Test
  void shouldRefuseTheSudoersOfTheOutageWithoutAnyPolicyAndWithoutTheNode() throws Exception {
    resources(
        """
        - sudoers:
            name: mesh-ops
            content: "mesh-ops ALL=(ALL) NOPASSWD: /usr/bin/systemctl stop *"
        """);

    CommandRun run = check();

    assertEquals(1, run.code(), run.err());
    assertTrue(run.out().contains("sudoers-lockout"), run.out());
    assertTrue(run.out().contains("\"/usr/bin/systemctl stop ssh\" as root"), run.out());
    assertTrue(run.out().contains("node.yaml:8:"), run.out());
  }

  @Test
  void shouldTellWhatIsAskedForAndNotFailByIt() throws Exception {
    policy("- {id: look, reason: a test, requiredApprovals: {risk: low}}\n");

    CommandRun run = check();

    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("0 refused, 1 to be approved"), run.out());
  }

  @Test
  void shouldJudgeTimesOnlyWhenAskedTo() throws Exception {
    policy("- {id: never, reason: a test, windows: [{zone: UTC, until: \"2020-01-01\"}]}\n");

    assertEquals(0, check().code());
    assertEquals(1, check("--at", "2026-11-23T12:00:00Z").code());
    assertEquals(0, check("--at", "2019-11-23T12:00:00Z").code());
    assertEquals(2, check("--at", "soon").code());
  }

  @Test
  void shouldJudgeChangedFilesOfTheRepository() throws Exception {
    policy("- {id: protected-files, reason: ours, severity: refuse, protectedFiles: [docs/**]}\n");

    CommandRun run = check("--changed", "README.md\ndocs/a.md, docs/b.md");

    assertEquals(1, run.code());
    assertTrue(run.out().contains("2 refused"), run.out());
    assertEquals(0, check("--changed", "README.md").code());
  }

  @Test
  void shouldTellProgramsTheSame() throws Exception {
    policy("- {id: no-files, reason: a test, forbiddenKinds: [file]}\n");

    JsonNode tree = Tree.mapper().readTree(check("-o", "json").out());

    assertEquals(1, tree.path("refused").asInt());
    assertEquals("low", tree.path("nodes").path(0).path("risk").asText());
    JsonNode finding = tree.path("nodes").path(0).path("findings").path(0);
    assertEquals("no-files", finding.path("rule").asText());
    assertEquals("refuse", finding.path("severity").asText());
    assertEquals("file:" + machine + "/motd", finding.path("resource").asText());
  }

  @Test
  void shouldTellMistakesOfThePolicyAsAnError() throws Exception {
    policy("- {id: typo, reason: a test, forbidenKinds: [file]}\n");

    CommandRun run = check();

    assertEquals(2, run.code());
    assertTrue(run.err().contains("infra/policy/p.yaml:6:"), run.err());
    assertTrue(run.err().contains("did you mean \"forbiddenKinds\"?"), run.err());
    assertEquals(2, run("validate", fleet.toString()).code());
    assertEquals(2, run("plan", "-f", fleet.toString()).code());
  }

  @Test
  void shouldRefuseNodesAndFoldersThatAreNone() {
    assertEquals(2, check("--nodes", "nobody").code());
    assertEquals(2, check("--policy", "/etc").code());
    assertEquals(2, check("--policy", "../elsewhere").code());
    assertEquals(2, run("policy").code());
  }

  // --- mesh plan and mesh apply without a hub

  @Test
  void shouldShowInAPlanWhatPolicySays() throws Exception {
    policy("- {id: no-files, reason: a test, forbiddenKinds: [file]}\n");

    CommandRun run = run("plan", "-f", fleet.toString());

    assertEquals(1, run.code(), run.err());
    assertTrue(run.out().contains("policy\n    refuse: no-files: file:"), run.out());
  }

  @Test
  void shouldApplyNothingThatPolicyRefuses() throws Exception {
    policy("- {id: protected, reason: a test, protectedPaths: [\"MACHINE/**\"]}\n");

    CommandRun run = run("apply", "-f", fleet.toString(), "--yes");

    assertEquals(1, run.code(), run.out());
    assertTrue(run.out().contains("refused by policy: protected"), run.out());
    assertFalse(Files.exists(machine.resolve("motd")));
  }

  @Test
  void shouldTakeTheYesOfThePersonForAnApproval() throws Exception {
    policy("- {id: look, reason: a test, requiredApprovals: {risk: low}}\n");

    CommandRun run = run("apply", "-f", fleet.toString(), "--yes");

    assertEquals(0, run.code(), run.out() + run.err());
    assertTrue(Files.exists(machine.resolve("motd")));
  }

  @Test
  void shouldNotTakeOnePersonForTwo() throws Exception {
    policy("- {id: look, reason: a test, requiredApprovals: {risk: low, count: 2}}\n");

    CommandRun run = run("apply", "-f", fleet.toString(), "--yes");

    assertEquals(2, run.code(), run.out());
    assertTrue(run.out().contains("awaits 1 more approval"), run.out());
    assertFalse(Files.exists(machine.resolve("motd")));
  }

  // --- pages

  @Test
  void shouldExplainAPolicy() {
    assertTrue(run("explain", "Policy.spec.rules").out().contains("neverTogether"));
    assertTrue(run("explain").out().contains("Policy"));
    assertTrue(run("schema").out().contains("forbiddenCommands"));
  }
}
