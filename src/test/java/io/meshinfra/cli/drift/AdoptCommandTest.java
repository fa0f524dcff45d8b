package io.meshinfra.cli.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.cli.text.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** mesh drift adopt on this machine as it is: real manifests, real files, a real shell. */
class AdoptCommandTest {
  private static final String AWAY =
      """
      ---
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: attic}
      spec:
        access: [ssh: {host: 127.0.0.1, port: 1, name: lan}]
        hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU/1FXb24Y7djA"]
      """;

  @TempDir Path scratch;
  private Path manifests;
  private Path machine;

  @BeforeEach
  void makeAFleetOfThisMachine() throws Exception {
    manifests = Files.createDirectory(scratch.resolve("fleet"));
    machine = Files.createDirectory(scratch.resolve("machine"));
    Files.writeString(machine.resolve("motd"), "one\n2\n");
    Files.setPosixFilePermissions(
        machine.resolve("motd"), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(machine.resolve("sourced"), "by hand\n");
    Files.writeString(manifests.resolve("sourced.txt"), "from git\n");
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
            # what people see
            - file: {path: MACHINE/motd, content: "one\\ntwo\\n", mode: "0644"}   # short
            - file: {path: MACHINE/sourced, source: sourced.txt}
            - shell: {name: never, check: "false", apply: "true"}
        """
            .replace("MACHINE", machine.toString()));
  }

  private CommandRun run(String... arguments) {
    return CommandRun.here().inRealTime().run(arguments);
  }

  private String settled(String text) {
    return text.replace(scratch.toString(), "SCRATCH")
        .replaceAll("dir-[0-9a-f]{12}", "dir-REVISION");
  }

  private String from() {
    return manifests.toString();
  }

  private String manifest() throws Exception {
    return Files.readString(manifests.resolve("node.yaml"));
  }

  @Test
  void shouldWriteWhatIsSoAndLeaveTheRest() throws Exception {
    Files.setPosixFilePermissions(
        manifests.resolve("node.yaml"), PosixFilePermissions.fromString("rw-rw----"));

    CommandRun run = run("drift", "adopt", "here", "-f", from(), "--yes");

    CommandRun.assertGolden("adopt.txt", settled(run.out()));
    assertEquals(1, run.code(), "the shell resource is left: " + run.err());
    assertEquals("by hand\n", Files.readString(manifests.resolve("sourced.txt")));
    assertTrue(
        manifest().contains("content: \"one\\n2\\n\", mode: \"0600\"}   # short"), manifest());
    assertEquals(
        "rw-rw----",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(manifests.resolve("node.yaml"))));
    try (Stream<Path> left = Files.list(manifests)) {
      assertEquals(
          List.of("node.yaml", "sourced.txt"),
          left.map(p -> p.getFileName().toString()).sorted().toList());
    }
    assertTrue(run("diff", "-f", from()).out().contains("1 difference"), "only the shell one");
  }

  @Test
  void shouldAdoptOnlyWhatIsNamed() throws Exception {
    CommandRun run =
        run("drift", "adopt", "here", "file:" + machine + "/sourced", "-f", from(), "-y");

    assertEquals(0, run.code(), run.out() + run.err());
    assertEquals("by hand\n", Files.readString(manifests.resolve("sourced.txt")));
    assertTrue(manifest().contains("\"0644\""), manifest());
  }

  @Test
  void shouldShowAndNotWriteWithoutTheWordOfAPerson() throws Exception {
    String before = manifest();

    CommandRun silent = run("drift", "adopt", "here", "-f", from());
    CommandRun refused =
        CommandRun.here()
            .inRealTime()
            .onTerminal(80, "n\n")
            .run("drift", "adopt", "here", "-f", from());

    assertTrue(silent.out().contains("+    - file: "), silent.out());
    assertTrue(silent.err().contains("--yes writes it"), silent.err());
    assertEquals(1, silent.code());
    assertTrue(refused.err().contains("Write 2 files? [y/N] "), refused.err());
    assertEquals(1, refused.code());
    assertEquals(before, manifest());
  }

  @Test
  void shouldTellProgramsWhatItDid() throws Exception {
    CommandRun run = run("drift", "adopt", "here", "-f", from(), "-y", "-o", "json");

    var tree = Tree.mapper().readTree(run.out());
    assertEquals(
        "file:" + machine + "/motd",
        tree.at("/adopted/0/resource").asText(),
        run.out() + run.err());
    assertEquals("node.yaml:9:7", tree.at("/adopted/0/places/0").asText());
    assertEquals("shell:never", tree.at("/refused/0/resource").asText());
    assertEquals("node.yaml", tree.at("/files/0/path").asText());
    assertEquals(true, tree.at("/written").asBoolean());
  }

  @Test
  void shouldSayWhenThereIsNothingToAdopt() throws Exception {
    Files.writeString(machine.resolve("sourced"), "from git\n");

    CommandRun run = run("drift", "adopt", "here", "file:" + machine + "/sourced", "-f", from());

    assertTrue(run.out().endsWith(": no drift\n"), run.out());
    assertEquals(0, run.code());
  }

  @Test
  void shouldTellANodeThatIsAway() throws Exception {
    Files.writeString(manifests.resolve("attic.yaml"), AWAY);

    CommandRun run = run("drift", "adopt", "attic", "-f", from());

    assertTrue(run.err().contains("the node is away"), run.err());
    assertEquals(2, run.code());
  }

  @Test
  void shouldGiveTheNodeAnEntryOfItsOwnWhenASharerIsAway() throws Exception {
    Files.writeString(manifests.resolve("attic.yaml"), AWAY);
    Files.writeString(
        manifests.resolve("profile.yaml"),
        "apiVersion: mesh-infra/v1\nkind: Profile\nmetadata: {name: p}\nspec:\n  selector: {}\n"
            + "  resources:\n    - file: {path: "
            + machine
            + "/shared, content: \"x\"}\n");

    CommandRun run =
        run("drift", "adopt", "here", "file:" + machine + "/shared", "-f", from(), "-y");

    assertEquals(0, run.code(), run.out() + run.err());
    assertTrue(run.out().contains("in an entry of the node's own"), run.out());
    assertTrue(
        manifest().endsWith("state: absent, content: \"x\"}\n      override: true\n"), manifest());
  }

  @Test
  void shouldRefuseWhatItDoesNotKnow() {
    CommandRun withoutHub = run("drift", "adopt", "here", "--hub", "http://127.0.0.1:1");
    assertEquals(2, withoutHub.code());
    assertTrue(withoutHub.err().contains("no hub answers"), withoutHub.err());
    assertTrue(run("drift", "adopt", "nobody", "-f", from()).err().contains("no node"));
    assertTrue(
        run("drift", "adopt", "here", "file:/none", "-f", from()).err().contains("no resource"));
    assertTrue(run("drift", "adopt", "here", "none", "-f", from()).err().contains("KIND:NAME"));
    assertEquals(2, run("drift").code());
  }

  @Test
  void shouldReadWhoChangedWhatDrifted() throws Exception {
    CommandRun people = run("drift", "evidence", "here", "-f", from());
    CommandRun programs =
        run("drift", "evidence", "here", "shell:never", "-f", from(), "-o", "json");

    assertTrue(people.out().contains("/motd: "), people.out() + people.err());
    assertTrue(people.out().contains("last change of the file"), people.out());
    assertEquals(1, people.code());
    var tree = Tree.mapper().readTree(programs.out());
    assertEquals("nothing found", tree.at("/0/rating").asText());
    assertEquals(1, tree.size());
  }
}
