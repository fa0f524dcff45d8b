package io.meshinfra.resource.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.resource.ShellTest;
import java.nio.charset.StandardCharsets;
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

class BlockTypeTest extends ShellTest {
  private static final String BEGIN = "# BEGIN mesh-infra one\n";
  private static final String END = "# END mesh-infra one\n";

  private final BlockType type = new BlockType();

  @TestFactory
  Stream<DynamicTest> shouldKeepBlocksInFilesOfEveryHostileName() {
    return inEveryShell((shell, folder) -> {
      List<BlockSpec> wanted = new ArrayList<>();
      List<BlockSpec> gone = new ArrayList<>();
      for (String name : HOSTILE) {
        String lines = name + "\n\ttab\\t % %0D %25\r\n'; touch pwned; '\n$(touch pwned)\n";
        String comment = ";" + name.substring(0, Math.min(12, name.length()));
        Path file = folder.resolve(name);
        wanted.add(block(file, Map.of("content", lines, "comment", comment, "insertAfter", name)));
        gone.add(block(file, Map.of("state", "absent", "comment", comment)));
      }
      assertEquals(Set.of("create"), Set.copyOf(shell.words(type, wanted)));
      shell.converge(type, wanted);

      for (String name : HOSTILE) {
        Path file = folder.resolve(name);
        assertEquals("rw-r--r--", mode(file));
        assertTrue(Files.readString(file).contains(name + "\n\ttab\\t % %0D %25\r\n'; touch"));
        Files.writeString(file, Files.readString(file).replace("tab", "bat"));
      }
      assertEquals(Set.of("update [content]"), Set.copyOf(shell.words(type, wanted)));
      shell.converge(type, wanted);

      assertEquals(Set.of("delete"), Set.copyOf(shell.words(type, gone)));
      shell.converge(type, gone);
      for (String name : HOSTILE) {
        assertEquals("", Files.readString(folder.resolve(name)));
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldKeepEveryOtherByte() {
    return inEveryShell((shell, folder) -> {
      byte[] latin1 =
          "caf\u00e9\r\nlast \0 line".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      for (byte[] before :
          List.of(
              latin1,
              "a\r\nb\r\n".getBytes(StandardCharsets.UTF_8),
              "".getBytes(StandardCharsets.UTF_8),
              "\n\n".getBytes(StandardCharsets.UTF_8),
              "x".getBytes(StandardCharsets.UTF_8))) {
        Path file = Files.write(folder.resolve("f"), before);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
        shell.converge(type, block(file, Map.of("content", "mine")));

        byte[] after = Files.readAllBytes(file);
        assertEquals(
            -1, java.util.Arrays.mismatch(before, java.util.Arrays.copyOf(after, before.length)));
        String rest = new String(after, before.length, after.length - before.length, "ISO-8859-1");
        boolean open = before.length > 0 && before[before.length - 1] != '\n';
        assertEquals((open ? "\n" : "") + BEGIN + "mine\n" + END, rest);
        assertEquals("rwxr-x--x", mode(file));

        shell.converge(type, block(file, Map.of("state", "absent")));
        assertEquals(before.length + (open ? 1 : 0), Files.size(file));
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldPutANewBlockAfterTheLineAndKeepItsPlace() {
    return inEveryShell((shell, folder) -> {
      Path file = Files.writeString(folder.resolve("f"), "[a]\r\nx\n[a]\ny\nz");
      shell.converge(type, block(file, Map.of("content", "1\n", "insertAfter", "[a]")));
      assertEquals("[a]\r\nx\n[a]\n" + BEGIN + "1\n" + END + "y\nz", Files.readString(file));

      shell.converge(type, block(file, Map.of("content", "1\n2\n", "insertAfter", "nowhere")));
      assertEquals("[a]\r\nx\n[a]\n" + BEGIN + "1\n2\n" + END + "y\nz", Files.readString(file));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldKeepTwoBlocksOfOneFileApart() {
    return inEveryShell((shell, folder) -> {
      Path file = folder.resolve("f");
      BlockSpec one = block(file, Map.of("content", "1"));
      BlockSpec two = block(file, Map.of("content", "2", "name", "two"));
      shell.converge(type, one);
      shell.converge(type, two);
      shell.converge(type, block(file, Map.of("content", "11")));

      List<BlockSpec> both = List.of(block(file, Map.of("content", "11")), two);
      var seen = type.observe(both, shell.probe(type.probe(both)));

      for (int i = 0; i < 2; i++) {
        assertTrue(
            io.meshinfra.drift.DriftDetector.change(type.expected(both.get(i)), seen.get(i))
                .isEmpty());
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldLeaveBrokenMarkersToPeople() {
    return inEveryShell((shell, folder) -> {
      for (String text : List.of(BEGIN + "x\n", END + BEGIN, BEGIN + END + BEGIN + END)) {
        Path file = Files.writeString(folder.resolve("f"), text);
        BlockSpec spec = block(file, Map.of("content", "mine"));

        assertTrue(shell.word(type, spec).startsWith("unverifiable the file has not exactly"));
        assertRefused(
            "mend it by hand",
            shell.apply(List.of(io.meshinfra.resource.Action.run(BlockScripts.edit(spec, true)))));
        assertEquals(text, Files.readString(file));
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldKeepTheOldFileWhenTheNewOneIsNotValid() {
    return inEveryShell((shell, folder) -> {
      Path file = Files.writeString(folder.resolve("f $(touch pwned)"), "old\n");
      BlockSpec bad = block(file, Map.of("content", "bad\n", "validate", "! grep -q bad '%s'"));

      assertRefused("did not pass validate", shell.tryConverge(type, bad));
      assertEquals("old\n", Files.readString(file));
      try (var left = Files.list(folder)) {
        assertEquals(1, left.count(), "no temporary file is left");
      }
      shell.converge(type, block(file, Map.of("content", "good", "validate", "grep -q good %s")));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldNotFollowALinkNorMakeAFileUnasked() {
    return inEveryShell((shell, folder) -> {
      Path target = Files.writeString(folder.resolve("target"), "theirs");
      Path link = Files.createSymbolicLink(folder.resolve("link"), target);

      assertRefused(
          "not a regular file", shell.tryConverge(type, block(link, Map.of("content", "x"))));
      assertEquals("theirs", Files.readString(target));

      Path missing = folder.resolve("missing");
      assertRefused(
          "is missing",
          shell.tryConverge(type, block(missing, Map.of("content", "x", "create", false))));
      assertFalse(Files.exists(missing));
      assertEquals("none", shell.word(type, block(missing, Map.of("state", "absent"))));
    });
  }

  private static BlockSpec block(Path path, Map<String, ?> more) throws Exception {
    Map<String, Object> fields = new java.util.TreeMap<>(more);
    fields.put("path", path.toString());
    fields.putIfAbsent("name", "one");
    return spec(BlockSpec.class, fields);
  }
}
