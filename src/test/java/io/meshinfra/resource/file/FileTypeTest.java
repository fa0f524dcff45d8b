package io.meshinfra.resource.file;

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

class FileTypeTest extends ShellTest {
  private final FileType type = new FileType();

  @TestFactory
  Stream<DynamicTest> shouldKeepFilesOfEveryHostileName() {
    return inEveryShell((shell, folder) -> {
      List<FileSpec> wanted = new ArrayList<>();
      List<FileSpec> gone = new ArrayList<>();
      for (String name : HOSTILE) {
        wanted.add(file(folder.resolve(name), Map.of("content", name + "\n", "mode", "0640")));
        gone.add(file(folder.resolve(name), Map.of("state", "absent")));
      }
      assertEquals(Set.of("create"), Set.copyOf(shell.words(type, wanted)));
      shell.converge(type, wanted);

      for (String name : HOSTILE) {
        Files.writeString(folder.resolve(name), "changed");
      }
      assertEquals(Set.of("update [content]"), Set.copyOf(shell.words(type, wanted)));
      shell.converge(type, wanted);

      for (String name : HOSTILE) {
        assertEquals(name + "\n", Files.readString(folder.resolve(name)));
        Files.setPosixFilePermissions(
            folder.resolve(name), PosixFilePermissions.fromString("rwxrwxrwx"));
      }
      assertEquals(Set.of("update [mode]"), Set.copyOf(shell.words(type, wanted)));
      shell.converge(type, wanted);

      assertEquals(Set.of("delete"), Set.copyOf(shell.words(type, gone)));
      shell.converge(type, gone);
      try (var left = Files.list(folder)) {
        assertEquals(List.of(), left.toList());
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldChangeTheOwnerAndKeepTheMode() {
    return inEveryShell((shell, folder) -> {
      assumeRoot();
      Path file = Files.writeString(folder.resolve("f"), "x");
      FileSpec spec = file(file, Map.of("owner", "daemon", "group", "2", "mode", "4755"));

      assertEquals("update [group, mode, owner]", shell.word(type, spec));
      shell.converge(type, spec);

      assertEquals("daemon", Files.getOwner(file).getName());
      assertEquals("x", Files.readString(file));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldNeverDeleteADirectoryUnasked() {
    return inEveryShell((shell, folder) -> {
      Path directory = Files.createDirectory(folder.resolve("d"));
      Files.writeString(directory.resolve("precious"), "x");
      FileSpec spec = file(directory, Map.of("content", "x"));

      assertEquals("update [content, type]", shell.word(type, spec));
      assertRefused("force: true", shell.tryConverge(type, spec));
      assertRefused(
          "force: true", shell.tryConverge(type, file(directory, Map.of("state", "absent"))));
      assertTrue(Files.exists(directory.resolve("precious")));

      shell.converge(type, file(directory, Map.of("content", "x", "force", true)));
      assertEquals("x", Files.readString(directory));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldReplaceALinkAndLeaveItsTargetAlone() {
    return inEveryShell((shell, folder) -> {
      Path target = Files.writeString(folder.resolve("target"), "theirs");
      Path link = Files.createSymbolicLink(folder.resolve("link"), target);
      FileSpec spec = file(link, Map.of("content", "ours", "mode", "0600"));

      shell.converge(type, spec);

      assertFalse(Files.isSymbolicLink(link));
      assertEquals("theirs", Files.readString(target));
      Files.delete(link);
      Files.createSymbolicLink(link, target);
      shell.converge(type, file(link, Map.of("state", "absent")));
      assertTrue(Files.exists(target));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldRefuseALinkWhenOnlyItsModeIsKept() {
    return inEveryShell((shell, folder) -> {
      Path target = Files.writeString(folder.resolve("target"), "theirs");
      Path link = Files.createSymbolicLink(folder.resolve("link"), target);

      assertRefused("symbolic link", shell.tryConverge(type, file(link, Map.of("mode", "0600"))));

      assertEquals("theirs", Files.readString(target));
    });
  }

  private static FileSpec file(Path path, Map<String, ?> more) throws Exception {
    Map<String, Object> fields = new java.util.TreeMap<>(more);
    fields.put("path", path.toString());
    return spec(FileSpec.class, fields);
  }
}
