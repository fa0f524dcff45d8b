package io.meshinfra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void shouldMakeAFileAndLeaveNothingBeside() throws IOException {
    WholeFile.write(folder.resolve("a"), bytes("one"));

    assertEquals("one", Files.readString(folder.resolve("a")));
    assertEquals(List.of("a"), names());
  }

  @Test
  void shouldKeepTheModeOfWhatItReplaces() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "a longer text than the new one");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    WholeFile.write(file, bytes("new"));

    assertEquals("new", Files.readString(file));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(List.of("a"), names());
  }

  @Test
  void shouldNotWriteThroughALink() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "of somebody");
    Path file = Files.createSymbolicLink(folder.resolve("a"), other);
    Files.createSymbolicLink(folder.resolve(".a.mesh-new"), other);

    WholeFile.write(file, bytes("new"));

    assertEquals("of somebody", Files.readString(other));
    assertEquals("new", Files.readString(file));
    assertFalse(Files.isSymbolicLink(file));
  }

  @Test
  void shouldLeaveWhatIsThereWhenItCannotWrite() throws IOException {
    Path directory = Files.createDirectories(folder.resolve("a/b"));

    assertThrows(IOException.class, () -> WholeFile.write(directory.getParent(), bytes("x")));
    assertThrows(IOException.class, () -> WholeFile.write(folder.resolve("none/a"), bytes("x")));

    assertEquals(true, Files.isDirectory(directory));
  }
}
