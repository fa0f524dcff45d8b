package io.meshinfra.converge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.StepResult;
import io.meshinfra.converge.StepResult.Status;
import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in folders where others than root can write: nobody gets at more than he has. */
@Timeout(60)
class SafeWritesTest extends TheirFolders {
  @Test
  void shouldWriteInAFolderOfAUserAsThatUser() throws IOException {
    Path file = theirs.resolve("it's a config");

    StepResult result = put(file, USER, null, "0640");

    assertEquals(Status.DONE, result.status(), result.output());
    assertEquals("new\n", Files.readString(file));
    assertEquals(USER, owner(file));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(List.of(file), in(theirs));
  }

  @Test
  void shouldKeepWhatIsReplacedInAFolderOfAUser() throws IOException {
    Path file = Files.writeString(theirs.resolve("config"), "old\n");
    give(file, USER);

    put(file, null, null, null);

    assertEquals("new\n", Files.readString(file));
    assertEquals(USER, owner(file));
    assertEquals("old\n", Files.readString(home.resolve("runs/" + RUN + "/kept/1/was")));
  }

  @Test
  void shouldNotWriteAFileOfRootInAFolderOfAUser() {
    Path file = theirs.resolve("config");

    StepResult result = put(file, "root", null, null);

    assertEquals(Status.FAILED, result.status());
    assertTrue(result.output().contains("who could swap the file"), result.output());
    assertFalse(Files.exists(file));
  }

  @Test
  void shouldNotGoThroughALinkThatAUserPlanted() throws IOException {
    Path ssh = theirs.resolve(".ssh");
    Files.createSymbolicLink(ssh, root);
    give(ssh, USER);

    StepResult result = put(ssh.resolve("config"), USER, null, null);

    assertEquals(Status.FAILED, result.status());
    assertTrue(result.output().contains("only links of root"), result.output());
    assertEquals(List.of(), in(root));
  }

  /** Links of root lead to where they lead; what is found there counts. */
  @ParameterizedTest
  @ValueSource(strings = {"theirs/planted", "../%s/theirs/planted", "root/../theirs/planted"})
  void shouldNotGoThroughALinkOfRootToALinkOfAUser(String target) throws IOException {
    Path planted = theirs.resolve("planted");
    Files.createSymbolicLink(planted, root);
    give(planted, USER);
    Path link = place.resolve("link");
    Files.createSymbolicLink(link, Path.of(target.formatted(place.getFileName())));

    StepResult result = put(link.resolve("config"), null, null, null);

    assertEquals(Status.FAILED, result.status());
    assertEquals(List.of(), in(root));
  }

  @Test
  void shouldGoThroughALinkOfRoot() throws IOException {
    Path deep = Files.createDirectories(root.resolve("a/b"));
    Files.createSymbolicLink(place.resolve("link"), Path.of("root/a"));
    Files.createSymbolicLink(root.resolve("a/up"), Path.of("../a/b"));

    StepResult result = put(place.resolve("link/up/file"), null, null, null);

    assertEquals(Status.DONE, result.status(), result.output());
    assertEquals("new\n", Files.readString(deep.resolve("file")));
  }

  @Test
  void shouldNotWriteInAFolderOfRootBelowAFolderOfAUser() throws IOException {
    Path below = Files.createDirectory(theirs.resolve("below"));

    StepResult result = put(below.resolve("config"), null, null, null);

    assertEquals(Status.FAILED, result.status());
    assertTrue(result.output().contains("who could swap it"), result.output());
  }

  @Test
  void shouldNotWriteBelowAFolderThatAGroupCanChange() throws IOException {
    Path below = Files.createDirectory(root.resolve("below"));
    mode(root, "rwxrwxr-x");

    StepResult result = put(below.resolve("config"), null, null, null);

    assertEquals(Status.FAILED, result.status());
    assertTrue(result.output().contains("others than root can write"), result.output());
  }

  @Test
  void shouldWriteInAFolderOfRootThatAGroupCanChange() throws IOException {
    mode(root, "rwxrwxr-x");

    StepResult result = put(root.resolve("config"), USER, null, "0600");

    assertEquals(Status.DONE, result.status(), result.output());
    assertEquals(USER, owner(root.resolve("config")));
    assertEquals(List.of(root.resolve("config")), in(root));
  }

  /**
   * A user renames whatever appears in his folder to a link to a file of root, as fast as he can.
   */
  @Test
  void shouldNotTouchAFileOfRootHoweverAUserRaces() throws Exception {
    Path secret = Files.writeString(root.resolve("secret"), "secret\n");
    mode(secret, "rw-------");
    Process racer =
        racer(
            "cd \"$1\" && while :; do for f in .mesh-new-*; do"
                + " if [ -e \"$f\" ] && [ ! -L \"$f\" ]; then"
                + " rm -rf \"$f\"; ln -s \"$2\" \"$f\"; fi; done; done 2>/dev/null",
            theirs,
            secret);
    try {
      for (int i = 0; i < 10; i++) {
        run("20260102t030405-race-" + i, put(i));
      }
    } finally {
      racer.destroyForcibly().waitFor();
    }

    assertEquals("root", owner(secret));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
    assertEquals("secret\n", Files.readString(secret));
  }

  @Test
  void shouldReplaceALinkToADirectory() throws IOException {
    Path target = Files.createDirectory(place.resolve("target"));
    Path file = place.resolve("link");
    Files.createSymbolicLink(file, target);

    StepResult result = put(file, null, null, null);

    assertEquals(Status.DONE, result.status(), result.output());
    assertFalse(Files.isSymbolicLink(file));
    assertEquals("new\n", Files.readString(file));
    assertEquals(List.of(), in(target));
  }

  /** The mv of some systems knows no -T. */
  @Test
  void shouldReplaceALinkToADirectoryWithoutAFullMv() throws IOException {
    Path target = Files.createDirectory(place.resolve("target"));
    Path file = place.resolve("link");
    Files.createSymbolicLink(file, target);
    ShellScript hide =
        ShellScript.of(
            "sed -i {} \"$MESH_RUN/put.sh\"",
            "2i mv() { case $1 in *T*) return 1;; *) command mv \"$@\";; esac; }");

    StepResult result =
        run(RUN.value(), Action.run(hide), Steps.put(file, "new\n", null, null, null));

    assertEquals(Status.DONE, result.status(), result.output());
    assertEquals("new\n", Files.readString(file));
    assertEquals(List.of(), in(target));
  }

  @Test
  void shouldChangeAFileInAFolderOfAUserAsThatUser() throws IOException {
    Path file = theirs.resolve("it's a list");
    ShellScript who = ShellScript.of("(\nset -e\nid -un >{}\n)\nmesh_has sh\ncat\n", file);

    StepResult result = run(RUN.value(), Action.run(who, List.of(file.toString())));

    assertEquals(Status.DONE, result.status(), result.output());
    assertEquals(USER + "\n", Files.readString(file));
  }

  @Test
  void shouldTellWhenAChangeInAFolderOfAUserFails() {
    String file = theirs.resolve("list").toString();

    StepResult result = run(RUN.value(), Action.run(ShellScript.of("false\ntrue"), List.of(file)));

    assertEquals(Status.FAILED, result.status());
    assertTrue(result.output().contains("could not be changed as " + USER), result.output());
  }

  @Test
  void shouldNotChangeAFileThroughALinkThatAUserPlanted() throws IOException {
    Path link = theirs.resolve("link");
    Files.createSymbolicLink(link, root);
    give(link, USER);
    Path file = link.resolve("list");

    StepResult result =
        run(RUN.value(), Action.run(ShellScript.of("touch {}", file), List.of(file.toString())));

    assertEquals(Status.FAILED, result.status());
    assertEquals(List.of(), in(root));
  }

  @Test
  void shouldNotWaitForAPipeThatAUserPlanted() throws Exception {
    Path pipe = theirs.resolve("config");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    give(pipe, USER);

    StepResult result = put(pipe, null, null, null);

    assertEquals(Status.DONE, result.status(), result.output());
    assertEquals("new\n", Files.readString(pipe));
  }

  /** Large, so that the racer has time between its first byte and its owner. */
  private Action put(int i) {
    String content = ("new " + i).repeat(200_000);
    return Steps.put(theirs.resolve("config"), content, USER, null, "0644");
  }

  private StepResult put(Path file, String owner, String group, String mode) {
    return run(RUN.value(), Steps.put(file, "new\n", owner, group, mode));
  }
}
