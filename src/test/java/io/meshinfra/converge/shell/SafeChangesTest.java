package io.meshinfra.converge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.StepResult;
import io.meshinfra.converge.StepResult.Status;
import io.meshinfra.model.Content;
import io.meshinfra.model.Facts;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resolving;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.ShellTest;
import io.meshinfra.resource.block.BlockSpec;
import io.meshinfra.resource.block.BlockType;
import io.meshinfra.resource.directory.DirectorySpec;
import io.meshinfra.resource.directory.DirectoryType;
import io.meshinfra.resource.file.FileSpec;
import io.meshinfra.resource.file.FileType;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Folders and blocks where others than root can write: nobody gets at more than he has. */
@Timeout(60)
class SafeChangesTest extends TheirFolders {
  /** What is resolved here names no file of the repository. */
  private static final Resolving.Sources NONE =
      new Resolving.Sources() {
        @Override
        public Content file(String path) {
          throw new AssertionError(path);
        }

        @Override
        public String digest(String folder) {
          throw new AssertionError(folder);
        }

        @Override
        public Content template(String path) {
          throw new AssertionError(path);
        }
      };

  private <S> StepResult converge(
      ResourceType<S> type, Class<S> spec, Path path, Map<String, ?> more, Change change)
      throws Exception {
    Map<String, Object> fields = new TreeMap<>(more);
    fields.put("path", path.toString());
    List<Action> actions = type.converge(ShellTest.spec(spec, fields), change, Facts.UNKNOWN);
    return run(RUN.value(), actions.toArray(Action[]::new));
  }

  private StepResult directory(Path path, Map<String, ?> more, Change change) throws Exception {
    return converge(new DirectoryType(), DirectorySpec.class, path, more, change);
  }

  private static Change create(String... touched) {
    State state = State.EMPTY;
    for (String attribute : touched) {
      state = state.with(attribute, "new");
    }
    return new Change.Create(state);
  }

  private static Change update(String... touched) {
    Map<String, Change.Difference> differences = new TreeMap<>();
    for (String attribute : touched) {
      differences.put(
          attribute, new Change.Difference(Optional.of(Value.of("directory")), Value.of("new")));
    }
    return new Change.Update(new TreeMap<>(differences));
  }

  private static Change delete() {
    return new Change.Delete(State.EMPTY.with("type", "directory"));
  }

  private static String rights(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void shouldMakeFoldersOfAUserAsThatUser() throws Exception {
    Path path = theirs.resolve("a/it's b/c");

    StepResult result =
        directory(path, Map.of("owner", USER, "mode", "0750"), create("owner", "mode"));

    assertEquals(Status.DONE, result.status(), result.output());
    assertEquals("rwxr-x---", rights(path));
    assertEquals("rwxr-xr-x", rights(path.getParent()));
    for (Path made = path; !made.equals(theirs); made = made.getParent()) {
      assertEquals(USER, owner(made), made.toString());
    }
  }

  @Test
  void shouldMakeNoFolderThroughALinkThatAUserPlanted() throws Exception {
    Path link = theirs.resolve("link");
    Files.createSymbolicLink(link, root);
    give(link, USER);

    StepResult result = directory(link.resolve("a/b"), Map.of(), create());

    assertEquals(Status.FAILED, result.status());
    assertTrue(result.output().contains("only links of root"), result.output());
    assertEquals(List.of(), in(root));
  }

  @Test
  void shouldGiveNoFolderToRootInAFolderOfAUser() throws Exception {
    Path path = Files.createDirectory(theirs.resolve("d"));
    give(path, USER);

    StepResult result = directory(path, Map.of("owner", "root"), update("owner"));

    assertEquals(Status.FAILED, result.status());
    assertTrue(result.output().contains("could not be changed as " + USER), result.output());
    assertEquals(USER, owner(path));
  }

  @Test
  void shouldDeleteAFolderOfAUserAsThatUser() throws Exception {
    Path path = Files.createDirectory(theirs.resolve("d"));
    give(path, USER);
    Path precious = Files.createDirectory(path.resolve("of root"));
    Files.writeString(precious.resolve("file"), "precious");

    StepResult result = directory(path, Map.of("state", "absent", "recurse", true), delete());

    assertEquals(Status.FAILED, result.status());
    assertTrue(Files.exists(precious.resolve("file")));
  }

  @Test
  void shouldForceAFileInPlaceOfAFolderAsTheUser() throws Exception {
    Path path = Files.createDirectory(theirs.resolve("d"));
    give(path, USER);
    Path precious = Files.createDirectory(path.resolve("of root"));
    Files.writeString(precious.resolve("file"), "precious");

    StepResult refused = force(path);

    assertEquals(Status.FAILED, refused.status());
    assertTrue(Files.exists(precious.resolve("file")));

    Files.delete(precious.resolve("file"));
    StepResult done = run("20260102t030405-test-2", forced(path).toArray(Action[]::new));
    assertEquals(Status.DONE, done.status(), done.output());
    assertEquals("new\n", Files.readString(path));
    assertEquals(USER, owner(path));
  }

  private StepResult force(Path path) throws Exception {
    return run(RUN.value(), forced(path).toArray(Action[]::new));
  }

  private static List<Action> forced(Path path) throws Exception {
    FileType type = new FileType();
    FileSpec spec =
        ShellTest.spec(
            FileSpec.class,
            Map.of("path", path.toString(), "content", "new\n", "force", true, "owner", USER));
    return type.converge(type.resolve(spec, NONE), update("type"), Facts.UNKNOWN);
  }

  /** The user puts a link to a folder of root in the place of what shall get another mode. */
  @Test
  void shouldNotChangeAFolderOfRootHoweverAUserRaces() throws Exception {
    Path secret = Files.createDirectory(place.resolve("secret"));
    mode(secret, "rwx------");
    mode(root, "rwxrwxrwx");
    Path path = Files.createDirectory(root.resolve("d"));
    give(path, USER);
    Process racer =
        racer(
            "cd \"$1\" && while :; do rmdir d; ln -s \"$2\" d; rm -f d; mkdir d; done 2>/dev/null",
            root,
            secret);
    try {
      for (int i = 0; i < 20; i++) {
        List<Action> actions =
            new DirectoryType()
                .converge(
                    ShellTest.spec(
                        DirectorySpec.class,
                        Map.of("path", path.toString(), "owner", USER, "mode", "0777")),
                    update("owner", "mode"),
                    Facts.UNKNOWN);
        run("20260102t030405-race-" + i, actions.toArray(Action[]::new));
      }
    } finally {
      racer.destroyForcibly().waitFor();
    }

    assertEquals("root", owner(secret));
    assertEquals("rwx------", rights(secret));
  }

  /** What the user puts in the place of a new file, root would write through. */
  @Test
  void shouldNotWriteThroughALinkHoweverAUserRaces() throws Exception {
    Path secret = Files.writeString(place.resolve("secret"), "secret\n");
    mode(secret, "rw-------");
    mode(root, "rwxrwxrwx");
    Path path = Files.writeString(root.resolve("list"), "line\n".repeat(20_000));
    Process racer =
        racer(
            "cd \"$1\" && while :; do for f in .mesh-infra.*; do if [ ! -L \"$f\" ]; then"
                + " mv \"$f\" gone-$$; ln -s \"$2\" \"$f\"; rm -rf gone-$$; fi; done;"
                + " mv list other; ln -s \"$2\" list; rm -f list; mv other list; done 2>/dev/null",
            root,
            secret);
    try {
      for (int i = 0; i < 20; i++) {
        run("20260102t030405-race-" + i, block(path, i).toArray(Action[]::new));
      }
    } finally {
      racer.destroyForcibly().waitFor();
    }

    assertEquals("root", owner(secret));
    assertEquals("rw-------", rights(secret));
    assertEquals("secret\n", Files.readString(secret));
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(SafeChangesTest::isFile).toList()) {
        assertFalse(Files.readString(file).contains("secret"), file + " holds the secret");
      }
    }
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<Action> block(Path path, int i) throws Exception {
    BlockType type = new BlockType();
    BlockSpec spec =
        ShellTest.spec(
            BlockSpec.class,
            Map.of("path", path.toString(), "name", "one", "content", "round " + i));
    return type.converge(type.resolve(spec, NONE), create("content"), Facts.UNKNOWN);
  }

  @Test
  void shouldKeepABlockInAFolderThatAGroupCanChange() throws Exception {
    mode(root, "rwxrwxr-x");
    Path path = Files.writeString(root.resolve("list"), "line\n");

    StepResult result = run(RUN.value(), block(path, 1).toArray(Action[]::new));

    assertEquals(Status.DONE, result.status(), result.output());
    assertTrue(Files.readString(path).contains("round 1\n"));
    assertEquals(List.of(path), in(root));
  }
}
