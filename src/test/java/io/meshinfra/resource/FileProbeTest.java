package io.meshinfra.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Content;
import io.meshinfra.resource.FileProbe.Look;
import io.meshinfra.resource.FileProbe.Seen;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FileProbeTest extends ShellTest {
  private static final Content OTHER = Content.of("other");

  @TestFactory
  Stream<DynamicTest> shouldTellEveryHostileName() {
    return inEveryShell((shell, folder) -> {
      List<Look> looks = new ArrayList<>();
      for (String name : HOSTILE) {
        Path file = Files.writeString(folder.resolve(name), "in " + name + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        looks.add(Look.compare(file.toString(), OTHER, true));
      }

      Map<String, Seen> seen = look(shell, looks);

      for (String name : HOSTILE) {
        Seen.Found found = found(seen, folder.resolve(name));
        Content content = Content.of("in " + name + "\n");
        assertEquals(Optional.of(content.sha256()), found.sha256(), name);
        assertEquals(Optional.of(content), found.content(), name);
        assertEquals("0640", found.mode(), name);
        assertTrue(found.isFile(), name);
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldNotFetchTheTextOfAFileThatIsAsExpected() {
    return inEveryShell((shell, folder) -> {
      List<Look> looks = new ArrayList<>();
      for (String name : HOSTILE) {
        Path file = Files.writeString(folder.resolve(name), name);
        looks.add(Look.compare(file.toString(), Content.of(name), true));
      }

      Map<String, Seen> seen = look(shell, looks);

      for (String name : HOSTILE) {
        Seen.Found found = found(seen, folder.resolve(name));
        assertEquals(Optional.of(Content.digest(name.getBytes(UTF_8))), found.sha256(), name);
        assertEquals(Optional.empty(), found.content(), name);
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldTellWhatIsNotAFile() {
    return inEveryShell((shell, folder) -> {
      Path directory = Files.createDirectory(folder.resolve("directory"));
      Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("no where"));
      Path toFile = folder.resolve("link");
      Files.createSymbolicLink(toFile, Files.writeString(folder.resolve("file"), "secret"));
      Path fifo = folder.resolve("fifo");
      assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
      List<Path> paths =
          List.of(directory, dangling, toFile, fifo, Path.of("/dev/zero"), folder.resolve("no"));

      Map<String, Seen> seen =
          look(shell, paths.stream().map(p -> Look.compare(p.toString(), OTHER, true)).toList());

      assertTrue(found(seen, directory).isDirectory());
      assertEquals(Optional.of("no where"), found(seen, dangling).target());
      assertTrue(found(seen, toFile).isLink());
      assertEquals(Optional.empty(), found(seen, toFile).sha256());
      assertEquals(Optional.empty(), found(seen, toFile).content());
      assertEquals("fifo", found(seen, fifo).type());
      assertTrue(found(seen, Path.of("/dev/zero")).type().startsWith("character special"));
      assertInstanceOf(Seen.Missing.class, seen.get(folder.resolve("no").toString()));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldTellAMissingPathFromOneThatCannotBeLookedAt() {
    return inEveryShell((shell, folder) -> {
      Path file = Files.writeString(folder.resolve("file"), "x");
      Path loop = folder.resolve("loop");
      Files.createSymbolicLink(loop, loop);
      String missing = folder.resolve("No such file or directory").toString();
      String belowFile = file + "/below";
      String belowLoop = loop + "/below: No such file or directory";
      String tooLong = folder + "/" + "x".repeat(300);

      Map<String, Seen> seen =
          look(
              shell,
              Stream.of(tooLong, missing, file.toString(), belowLoop, belowFile)
                  .map(Look::read)
                  .toList());

      assertInstanceOf(Seen.Missing.class, seen.get(missing));
      assertInstanceOf(Seen.Missing.class, seen.get(belowFile));
      assertInstanceOf(Seen.Untold.class, seen.get(belowLoop));
      assertInstanceOf(Seen.Untold.class, seen.get(tooLong));
      assertInstanceOf(Seen.Found.class, seen.get(file.toString()));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldNotLetATargetOfALinkForgeALine() {
    return inEveryShell((shell, folder) -> {
      Path link = folder.resolve("link");
      Path other = folder.resolve("other");
      Files.createSymbolicLink(
          link, Path.of("x\nstat\tregular file\t644\troot\troot\t0\t0\t3\t" + other));

      Map<String, Seen> seen =
          look(shell, List.of(Look.at(other.toString()), Look.at(link.toString())));

      assertInstanceOf(Seen.Missing.class, seen.get(other.toString()));
      assertTrue(found(seen, link).target().orElseThrow().startsWith("x?stat?regular"));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldNotReadAHugeFile() {
    return inEveryShell((shell, folder) -> {
      Path huge = folder.resolve("huge $(touch pwned)");
      try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
        file.setLength(1L << 40);
      }
      Path small = Files.writeString(folder.resolve("small"), "s");

      Map<String, Seen> seen =
          look(
              shell,
              List.of(Look.compare(huge.toString(), OTHER, true), Look.read(small.toString())));

      assertEquals(1L << 40, found(seen, huge).size());
      assertEquals(Optional.empty(), found(seen, huge).sha256());
      assertTrue(found(seen, huge).contentValue().isPresent());
      assertEquals(Optional.of(Content.of("s")), found(seen, small).content());
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldNotShowAPartOfALargeText() {
    return inEveryShell((shell, folder) -> {
      Path exact = Files.writeString(folder.resolve("exact"), "x".repeat(65_536));
      Path more = Files.writeString(folder.resolve("more"), "x".repeat(65_538));

      Map<String, Seen> seen =
          look(shell, List.of(Look.read(exact.toString()), Look.read(more.toString())));

      assertEquals(65_536, found(seen, exact).content().orElseThrow().size());
      assertEquals(Optional.empty(), found(seen, more).content());
      assertEquals(65_538, found(seen, more).size());
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldLookAtAThousandPathsAtOnce() {
    return inEveryShell((shell, folder) -> {
      List<Look> looks = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        Path file = folder.resolve("a name of usual length " + i);
        if (i % 10 != 0) {
          Files.writeString(file, "content " + i);
        }
        looks.add(Look.compare(file.toString(), Content.of("content " + i), true));
      }
      long start = System.nanoTime();

      Map<String, Seen> seen = look(shell, looks);

      System.out.printf(
          "%s: 1,000 paths in %d ms, script of %d KiB%n",
          shell,
          (System.nanoTime() - start) / 1_000_000,
          FileProbe.script(looks).text().length() / 1024);
      assertEquals(100, seen.values().stream().filter(s -> s instanceof Seen.Missing).count());
      assertEquals(
          900,
          seen.values().stream()
              .filter(s -> s instanceof Seen.Found f && f.sha256().isPresent())
              .count());
    });
  }

  @Test
  void shouldNotTakeGarbageForAFile() {
    List<Look> looks = List.of(Look.at("/a"), Look.at("/b"), Look.at("/c"));
    ProbeOutput garbage =
        new ProbeOutput(
            List.of(
                "stat\tregular file\t999\tr\tr\t0\t0\t1\t/a",
                "stat\tregular file\t644\tr\tr\t0\t0\tmany\t/b",
                "stat: something: No such file or directory",
                "stat: something else: No such file or directory"));

    Map<String, Seen> seen = FileProbe.read(looks, garbage);

    seen.values().forEach(what -> assertInstanceOf(Seen.Untold.class, what));
    assertEquals(3, seen.size());
  }

  private static Map<String, Seen> look(NodeShell shell, List<Look> looks) throws Exception {
    return FileProbe.read(looks, shell.probe(FileProbe.script(looks)));
  }

  private static Seen.Found found(Map<String, Seen> seen, Path path) {
    return assertInstanceOf(Seen.Found.class, seen.get(path.toString()), path.toString());
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;
}
