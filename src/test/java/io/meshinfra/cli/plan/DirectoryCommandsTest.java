package io.meshinfra.cli.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.cli.text.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands with -f, on this machine as it is: real manifests, real files, a real shell. */
class DirectoryCommandsTest {
  private static final String AWAY =
      """
      ---
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: attic}
      spec:
        access: [ssh: {host: 127.0.0.1, port: 1, name: lan}]
        hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU/1FXb24Y7djA"]
        resources:
          - file: {path: /nowhere, state: absent}
      """;

  @TempDir Path scratch;
  private Path manifests;
  private Path machine;

  @BeforeEach
  void makeAFleetOfThisMachine() throws Exception {
    manifests = Files.createDirectory(scratch.resolve("fleet"));
    machine = Files.createDirectory(scratch.resolve("machine"));
    Files.writeString(machine.resolve("motd"), "one\n2\nthree\n");
    Files.setPosixFilePermissions(
        machine.resolve("motd"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(machine.resolve("old"), "");
    node(
        """
            - file: {path: MACHINE/motd, content: "one\\ntwo\\nthree\\n", mode: "0644"}
            - directory: {path: MACHINE/folder, mode: "0755"}
            - file: {path: MACHINE/old, state: absent}
        """);
  }

  private void node(String resources) throws Exception {
    Files.writeString(
        manifests.resolve("node.yaml"),
        """
        apiVersion: mesh-infra/v1
        kind: Node
        metadata: {name: here}
        spec:
          access: [local: true]
          become: none
          resources:
        """
            + resources.replace("MACHINE", machine.toString()));
  }

  private CommandRun run(String... arguments) {
    return CommandRun.here().inRealTime().run(arguments);
  }

  private String from() {
    return manifests.toString();
  }

  /** Without what differs from one test to the next. */
  private String settled(String text) {
    return text.replace(scratch.toString(), "SCRATCH")
        .replaceAll("dir-[0-9a-f]{12}", "dir-REVISION")
        .replaceAll("plan [0-9a-f]{16}", "plan HASH")
        .replaceAll("in \\d+\\.\\d s", "in TIME");
  }

  @Test
  void shouldCountWhatIsValid() {
    CommandRun run = run("validate", from());

    assertEquals("1 node, 0 profiles, 3 resources: valid\n", run.out());
    assertEquals(0, run.code());
  }

  @Test
  void shouldTellAllMistakesWithTheirPlaces() throws Exception {
    Files.writeString(manifests.resolve("a.yaml"), "apiVersion: mesh-infra/v1\nkind: Nod\n");
    Files.write(manifests.resolve("b.yaml"), new byte[] {0, (byte) 0xff, 1, 2});
    Files.writeString(manifests.resolve("c.yaml"), "a: [\n");

    CommandRun run = run("validate", from());

    CommandRun.assertGolden("mistakes.txt", settled(run.out()));
    assertEquals(2, run.code());
  }

  @Test
  void shouldTellMistakesToPrograms() throws Exception {
    Files.writeString(manifests.resolve("a.yaml"), "apiVersion: mesh-infra/v1\nkind: Nod\n");

    CommandRun run = run("validate", from(), "-o", "json");

    assertEquals(
        "unknown kind \"Nod\"; did you mean \"Node\"?",
        Tree.mapper().readTree(run.out()).at("/findings/0/message").asText());
    assertEquals(2, run.code());
  }

  @Test
  void shouldRefuseWhatIsNoFolderOfManifests() throws Exception {
    Path empty = Files.createDirectory(scratch.resolve("empty"));

    assertEquals(2, run("validate", empty.toString()).code());
    assertTrue(run("validate", empty.toString()).err().contains("no manifests in"));
    assertTrue(run("validate", from() + "/none").err().contains("there is no directory"));
    assertTrue(run("validate", from() + "/node.yaml").err().contains("is a file"));
  }

  @Test
  void shouldTellAFileThatCannotBeRead() throws Exception {
    Files.createSymbolicLink(manifests.resolve("link.yaml"), Path.of("/etc/passwd"));

    CommandRun run = run("validate", from());

    assertEquals(2, run.code(), run.out());
    assertTrue(run.out().contains("symlink"), run.out());
  }

  @Test
  void shouldNotReadWhatGitIgnores() throws Exception {
    Files.writeString(manifests.resolve(".gitignore"), "*.local.yaml\nbuild/\n");
    Files.writeString(manifests.resolve("x.local.yaml"), "not: [valid\n");
    Files.createDirectory(manifests.resolve("build"));
    Files.writeString(manifests.resolve("build/x.yaml"), "not: [valid\n");

    assertEquals(0, run("validate", from()).code());
  }

  @Test
  void shouldShowDifferencesAndChangeNothing() throws Exception {
    CommandRun run = run("diff", "-f", from());

    CommandRun.assertGolden("diff.txt", settled(run.out()));
    assertEquals(1, run.code());
    assertEquals("one\n2\nthree\n", Files.readString(machine.resolve("motd")));
  }

  @Test
  void shouldShowTheStepsInColours() {
    CommandRun run = run("plan", "-f", from(), "here", "--color=always");

    CommandRun.assertGolden("plan-colours.txt", settled(run.out()).replace("\033", "ESC"));
    assertEquals(1, run.code());
  }

  @Test
  void shouldUseNoColoursWhereNobodyWantsThem() {
    CommandRun.Setting terminal = CommandRun.here().inRealTime().onTerminal(80, "");

    assertTrue(terminal.run("diff", "-f", from()).out().contains("\033["));
    assertFalse(terminal.run("diff", "-f", from(), "--color=never").out().contains("\033["));
    assertFalse(terminal.with("NO_COLOR", "1").run("diff", "-f", from()).out().contains("\033["));
  }

  @Test
  void shouldNotLetOneNodeStopTheOthers() throws Exception {
    Files.writeString(manifests.resolve("attic.yaml"), AWAY);

    CommandRun run = run("diff", "-f", from());

    assertTrue(run.out().startsWith("attic: away: the node is away: lan (127.0.0.1:1)"), run.out());
    assertTrue(run.out().contains("3 differences"), run.out());
    assertTrue(run.out().endsWith("2 nodes, 1 with differences, 1 away\n"), run.out());
    assertEquals(2, run.code());
    assertEquals(1, run("diff", "-f", from(), "--skip-away").code());
  }

  @Test
  void shouldNameTheNodesThereAreWhenOneIsUnknown() {
    CommandRun run = run("diff", "-f", from(), "her");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("no node \"her\""), run.err());
    assertTrue(run.err().contains("they have: here"), run.err());
  }

  @Test
  void shouldNotApplyWithoutTheWordOfAPerson() throws Exception {
    CommandRun run = run("apply", "-f", from());

    assertEquals(2, run.code());
    assertTrue(run.err().contains("--yes"), run.err());
    assertTrue(Files.exists(machine.resolve("old")));
  }

  @Test
  void shouldAskAndLeaveAllAsItIsWhenToldSo() throws Exception {
    CommandRun run =
        CommandRun.here().inRealTime().onTerminal(80, "n\n").run("apply", "-f", from());

    assertTrue(run.err().contains("Apply these 3 steps on 1 node? [y/N] "), run.err());
    assertTrue(run.err().contains("Nothing was changed."), run.err());
    assertEquals(1, run.code());
    assertTrue(Files.exists(machine.resolve("old")));
  }

  @Test
  void shouldApplyWhatWasAgreedTo() throws Exception {
    CommandRun run =
        CommandRun.here().inRealTime().onTerminal(80, "y\n").run("apply", "-f", from());

    assertTrue(settled(run.out()).endsWith("here: converged, 3 steps in TIME\n"), run.out());
    assertTrue(run.err().contains("here: step 3 of 3 "), run.err());
    assertEquals(0, run.code());
    assertEquals("one\ntwo\nthree\n", Files.readString(machine.resolve("motd")));
    assertFalse(Files.exists(machine.resolve("old")));
  }

  @Test
  void shouldSayThatThereIsNothingToChange() {
    run("apply", "-f", from(), "--yes");

    CommandRun run = run("apply", "-f", from(), "--yes");

    assertTrue(run.out().endsWith("Nothing to change.\n"), run.out());
    assertEquals(0, run.code());
    assertEquals(0, run("diff", "-f", from()).code());
  }

  @Test
  void shouldTellTheStepThatFailed() throws Exception {
    node(
        "    - shell: {name: broken, check: \"false\", apply: \"echo it is $((6 * 7)); exit 3\"}\n");

    CommandRun run = run("apply", "-f", from(), "--yes");

    assertTrue(run.out().contains("here: failed, 1 step"), run.out());
    assertTrue(run.out().contains("it is 42"), run.out());
    assertEquals(2, run.code());
  }

  @Test
  void shouldEndWithOneWhenWhatIsLeftWasNotToBeChanged() throws Exception {
    node("    - file: {path: MACHINE/old, state: absent}\n");
    Files.writeString(
        manifests.resolve("fleet.yaml"),
        "apiVersion: mesh-infra/v1\nkind: Fleet\nmetadata: {name: f}\nspec: {mode: observe}\n");

    CommandRun run = run("apply", "-f", from(), "--yes");

    assertEquals(1, run.code(), run.out() + run.err());
    assertTrue(Files.exists(machine.resolve("old")));
  }

  @Test
  void shouldTellResultsToPrograms() throws Exception {
    CommandRun run = run("apply", "-f", from(), "--yes", "-o", "json");

    var tree = Tree.mapper().readTree(run.out());
    assertEquals("converged", tree.at("/0/outcome").asText());
    assertEquals("done", tree.at("/0/results/2/status").asText());
    assertEquals("[]", tree.at("/0/remaining").toString());
  }

  @Test
  void shouldRefuseAnIdentityThatIsNotThere() {
    CommandRun run = run("diff", "-f", from(), "--identity", from() + "/no-key");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("cannot be read"), run.err());
  }

  @Test
  void shouldExplainKindsAndFields() {
    assertTrue(CommandRun.of("explain").out().contains("Profile"));
    assertTrue(CommandRun.of("explain", "file.mode").out().contains("0644"));
    assertTrue(CommandRun.of("explain", "file.mod").err().contains("did you mean \"mode\""));
    assertEquals(2, CommandRun.of("explain", "nonsense").code());
  }

  @Test
  void shouldPrintTheSchema() throws Exception {
    assertTrue(Tree.mapper().readTree(CommandRun.of("schema").out()).has("$schema"));
  }
}
