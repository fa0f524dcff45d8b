package io.meshinfra.resource.symlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.resource.ShellTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SymlinkTypeTest extends ShellTest {
  private final SymlinkType type = new SymlinkType();

  @TestFactory
  Stream<DynamicTest> shouldKeepLinksOfEveryHostileNameAndTarget() {
    return inEveryShell((shell, folder) -> {
      List<SymlinkSpec> wanted = new ArrayList<>();
      List<SymlinkSpec> moved = new ArrayList<>();
      List<SymlinkSpec> gone = new ArrayList<>();
      for (String name : HOSTILE) {
        Path path = folder.resolve(name);
        wanted.add(link(path, Map.of("target", name)));
        moved.add(link(path, Map.of("target", "../" + name)));
        gone.add(link(path, Map.of("state", "absent")));
      }
      assertEquals(Set.of("create"), Set.copyOf(shell.words(type, wanted)));
      shell.converge(type, wanted);
      for (String name : HOSTILE) {
        assertEquals(name, Files.readSymbolicLink(folder.resolve(name)).toString());
      }

      assertEquals(Set.of("update [target]"), Set.copyOf(shell.words(type, moved)));
      shell.converge(type, moved);

      assertEquals(Set.of("delete"), Set.copyOf(shell.words(type, gone)));
      shell.converge(type, gone);
      try (var left = Files.list(folder)) {
        assertEquals(List.of(), left.toList());
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldMoveALinkThatPointsToADirectory() {
    return inEveryShell((shell, folder) -> {
      Path one = Files.createDirectory(folder.resolve("one"));
      Path two = Files.createDirectory(folder.resolve("two"));
      Path path = Files.createSymbolicLink(folder.resolve("link"), one);

      shell.converge(type, link(path, Map.of("target", two.toString())));

      try (var inside = Files.list(one)) {
        assertEquals(0, inside.count());
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldReplaceAFileOnlyWhenToldToAndADirectoryNever() {
    return inEveryShell((shell, folder) -> {
      Path file = Files.writeString(folder.resolve("file"), "x");
      Path directory = Files.createDirectory(folder.resolve("directory"));

      assertRefused("force: true", shell.tryConverge(type, link(file, Map.of("target", "t"))));
      assertRefused("is no link", shell.tryConverge(type, link(file, Map.of("state", "absent"))));
      assertRefused(
          "is not deleted",
          shell.tryConverge(type, link(directory, Map.of("target", "t", "force", true))));
      assertTrue(Files.exists(file) && Files.isDirectory(directory));

      shell.converge(type, link(file, Map.of("target", "t", "force", true)));
      assertTrue(Files.isSymbolicLink(file));
    });
  }

  private static SymlinkSpec link(Path path, Map<String, ?> more) throws Exception {
    Map<String, Object> fields = new java.util.TreeMap<>(more);
    fields.put("path", path.toString());
    return spec(SymlinkSpec.class, fields);
  }
}
