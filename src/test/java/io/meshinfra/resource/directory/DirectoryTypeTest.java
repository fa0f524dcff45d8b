package io.meshinfra.resource.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.resource.ShellTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class DirectoryTypeTest extends ShellTest {
  private final DirectoryType type = new DirectoryType();

  @TestFactory
  Stream<DynamicTest> shouldKeepDirectoriesOfEveryHostileName() {
    return inEveryShell((shell, folder) -> {
      List<DirectorySpec> wanted = new ArrayList<>();
      List<DirectorySpec> gone = new ArrayList<>();
      for (String name : HOSTILE) {
        Path path = folder.resolve(name).resolve("in " + name).resolve(name);
        wanted.add(directory(path, Map.of("mode", "2750")));
        gone.add(directory(path, Map.of("state", "absent")));
      }
      assertEquals(Set.of("create"), Set.copyOf(shell.words(type, wanted)));
      shell.converge(type, wanted);

      for (DirectorySpec spec : wanted) {
        Path path = Path.of(spec.path().value());
        assertEquals("rwxr-x---", mode(path));
        assertEquals("rwxr-xr-x", mode(path.getParent()));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
      }
      assertEquals(Set.of("update [mode]"), Set.copyOf(shell.words(type, wanted)));
      shell.converge(type, wanted);

      assertEquals(Set.of("delete"), Set.copyOf(shell.words(type, gone)));
      shell.converge(type, gone);
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldMakeADirectoryThatSaysNothingOfItsMode() {
    return inEveryShell((shell, folder) -> {
      Path path = folder.resolve("d");
      shell.converge(type, directory(path, Map.of()));

      assertEquals("rwxr-xr-x", mode(path));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldMakeADirectoryForItsOwner() {
    return inEveryShell((shell, folder) -> {
      assumeRoot();
      Path path = folder.resolve("d");
      shell.converge(type, directory(path, Map.of("owner", "daemon", "group", "daemon")));

      assertEquals("daemon", Files.getOwner(path).getName());
      assertEquals("rwxr-xr-x", mode(path));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldDeleteAFullDirectoryOnlyWhenToldTo() {
    return inEveryShell((shell, folder) -> {
      Path path = Files.createDirectory(folder.resolve("full $(touch pwned)"));
      Files.writeString(path.resolve("precious"), "x");

      assertRefused(
          "recurse: true", shell.tryConverge(type, directory(path, Map.of("state", "absent"))));
      assertTrue(Files.exists(path.resolve("precious")));

      shell.converge(type, directory(path, Map.of("state", "absent", "recurse", true)));
      assertFalse(Files.exists(path));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldLeaveAFileOrLinkInItsPlaceAlone() {
    return inEveryShell((shell, folder) -> {
      Path file = Files.writeString(folder.resolve("file"), "x");
      Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
      for (Path path : List.of(file, link)) {
        assertRefused("is no directory", shell.tryConverge(type, directory(path, Map.of())));
        assertRefused(
            "is no directory",
            shell.tryConverge(type, directory(path, Map.of("state", "absent", "recurse", true))));
      }
      assertTrue(Files.exists(file) && Files.isSymbolicLink(link));
    });
  }

  private static DirectorySpec directory(Path path, Map<String, ?> more) throws Exception {
    Map<String, Object> fields = new java.util.TreeMap<>(more);
    fields.put("path", path.toString());
    return spec(DirectorySpec.class, fields);
  }
}
