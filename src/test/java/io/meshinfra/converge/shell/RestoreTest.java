package io.meshinfra.converge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Former;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What restore.sh puts back of a run, on files of root and of a user. */
@Timeout(60)
class RestoreTest extends TheirFolders {
  private static final String ID = RUN.value();

  @Test
  void shouldPutAFileBackByteForByteWithItsModeAndOwner() throws IOException {
    Path file = Files.writeString(root.resolve("it's $(here)"), "old\n\n");
    mode(file, "rw-r-----");
    give(file, USER);
    run(ID, Steps.put(file, "new\n", "root", "root", "0644"));

    List<String> told = restore(ID);

    assertEquals(List.of("back\t" + file, "exit 0"), told);
    assertEquals("old\n\n", Files.readString(file));
    assertEquals("rw-r-----", permissions(file));
    assertEquals(USER, owner(file));
  }

  @Test
  void shouldRemoveWhatWasNotThere() {
    Path file = root.resolve("made");
    run(ID, Steps.put(file, "new\n", "root", "root", "0644"));

    assertEquals(List.of("back\t" + file, "exit 0"), restore(ID));
    assertFalse(Files.exists(file));
  }

  @Test
  void shouldPutLinksAndEmptyFoldersBack() throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("/etc/not there"));
    Path folder = Files.createDirectory(root.resolve("folder"));
    mode(folder, "rwx--x--x");
    run(
        ID,
        Action.run(ShellScript.of("rm -f -- {}", link), List.of(link.toString())),
        Action.run(ShellScript.of("rmdir -- {}", folder), List.of(folder.toString())));

    List<String> told = restore(ID);

    assertEquals(List.of("back\t" + folder, "back\t" + link, "exit 0"), told);
    assertEquals(Path.of("/etc/not there"), Files.readSymbolicLink(link));
    assertEquals("rwx--x--x", permissions(folder));
  }

  /** The second step sees what the first made of it; undone in reverse, the first state is left. */
  @Test
  void shouldUndoStepsInReverseOrder() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "one");
    run(ID, Steps.put(file, "two", null, null, null), Steps.put(file, "three", null, null, null));

    assertEquals(List.of("back\t" + file, "back\t" + file, "exit 0"), restore(ID));
    assertEquals("one", Files.readString(file));
  }

  @Test
  void shouldPutBackAFileOfAUserAsThatUser() throws IOException {
    Path file = Files.writeString(theirs.resolve("file"), "mine\n");
    Files.setAttribute(file, "unix:gid", nogroup());
    give(file, USER);
    run(ID, Steps.put(file, "ours\n", null, null, null));

    assertEquals(List.of("back\t" + file, "exit 0"), restore(ID));
    assertEquals("mine\n", Files.readString(file));
    assertEquals(USER, owner(file));
  }

  /** A user may not give the group away that root gave to his file. */
  @Test
  void shouldPutTheContentBackWhereTheGroupCannotBe() throws IOException {
    Path file = Files.writeString(theirs.resolve("file"), "mine\n");
    give(file, USER);
    run(ID, Steps.put(file, "ours\n", null, null, null));

    List<String> told = restore(ID);

    assertEquals(
        List.of("left\t" + file + "\tits content is back, its group is not", "exit 1"), told);
    assertEquals("mine\n", Files.readString(file));
  }

  @Test
  void shouldNotFollowALinkThatTheUserPutInThePlace() throws IOException {
    Path precious = Files.writeString(root.resolve("precious"), "precious\n");
    Path file = theirs.resolve("file");
    run(ID, Steps.put(file, "ours\n", null, null, null));
    Files.delete(file);
    Files.createSymbolicLink(file, precious);

    restore(ID);

    assertEquals("precious\n", Files.readString(precious));
    assertFalse(Files.exists(file, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void shouldLeaveAloneWhatSomebodyHasChangedSinceWhenAsked() throws IOException {
    Path changed = Files.writeString(root.resolve("changed"), "old");
    Path calm = Files.writeString(root.resolve("calm"), "old");
    run(ID, Steps.put(changed, "new", null, null, null), Steps.put(calm, "new", null, null, null));
    Files.writeString(changed, "by hand");

    List<String> told = restore(ID, "unchanged");

    assertEquals(
        List.of(
            "back\t" + calm,
            "left\t" + changed + "\tit was changed since by somebody else",
            "exit 1"),
        told);
    assertEquals("by hand", Files.readString(changed));
    assertEquals(List.of("same\t" + calm, "back\t" + changed, "exit 0"), restore(ID));
  }

  @Test
  void shouldTellOfStepsOfWhichNothingIsKept() {
    run(ID, Action.run(ShellScript.of("true")));

    assertEquals(
        List.of("left\tthing:a\tthe node keeps nothing of what it did", "exit 1"), restore(ID));
  }

  @Test
  void shouldTellThatTheContentOfAFolderIsLost() throws IOException {
    Path folder = Files.createDirectory(root.resolve("folder"));
    Files.writeString(folder.resolve("inside"), "lost");
    run(ID, Action.run(ShellScript.of("rm -rf -- {}", folder), List.of(folder.toString())));

    List<String> told = restore(ID);

    assertTrue(told.getFirst().startsWith("left\t" + folder + "\tthe folder is there again"));
    assertTrue(Files.isDirectory(folder));
  }

  /** As when the machine lost its power in the middle: nobody knows how it was at the end. */
  @Test
  void shouldUndoARunThatBrokeOff() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "old");
    run(ID, Steps.put(file, "half", null, null, null));
    Files.delete(home.resolve("runs/" + ID + "/kept/1/after"));
    Files.delete(home.resolve("runs/" + ID + "/generation"));
    Files.writeString(file, "something else");

    assertEquals(List.of("back\t" + file, "exit 0"), restore(ID, "unchanged"));
    assertEquals("old", Files.readString(file));
  }

  @Test
  void shouldKeepWhatIsInAHomeThatOnlyTheNodeKnows() throws IOException {
    Path passwd = Path.of("/etc/passwd");
    String homeOfRoot =
        Files.readAllLines(passwd).stream()
            .filter(line -> line.startsWith("root:"))
            .map(line -> line.split(":", -1)[5])
            .findFirst()
            .orElseThrow();
    Action nothing =
        Action.run(ShellScript.of("true"), new Former.InHome("root", List.of(".mesh-test/keys")));
    run(ID, nothing);

    assertEquals(
        homeOfRoot + "/.mesh-test/keys\n",
        Files.readString(home.resolve("runs/" + ID + "/kept/1/path")));
    assertEquals("absent\n", Files.readString(home.resolve("runs/" + ID + "/kept/1/before")));
  }

  @Test
  void shouldSayThatThereIsNoRun() {
    assertEquals("exit 1", restore(ID, "all").getLast());
  }

  private List<String> restore(String id, String... which) {
    Path folder = home.resolve("runs/" + id);
    List<String> command = new ArrayList<>();
    if (Files.exists(folder)) {
      command.addAll(List.of("sh", folder + "/restore.sh"));
    } else {
      command.addAll(
          List.of("sh", "src/main/resources/io/meshinfra/converge/shell/restore-run.sh"));
    }
    command.add(folder.toString());
    command.addAll(List.of(which));
    return Processes.lines(command);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static int nogroup() throws IOException {
    return Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith(USER + ":"))
        .map(line -> Integer.parseInt(line.split(":", -1)[3]))
        .findFirst()
        .orElseThrow();
  }
}
