package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectoryTreeTest extends SourceTreeContract {
  @Override
  SourceTree tree() throws UnreadableFile {
    return DirectoryTree.of(repo.directory());
  }

  @Test
  void shouldNameTheRevisionByItsContent() throws Exception {
    repo.write("a", "1");
    Revision first = tree().revision();
    assertTrue(first.id().startsWith("dir-"), first.id());
    assertEquals(first, tree().revision());
    Files.setPosixFilePermissions(
        repo.directory().resolve("a"), PosixFilePermissions.fromString("rwxr-xr-x"));
    assertNotEquals(first, tree().revision());
  }

  @Test
  void shouldIgnoreTheFolderOfGit() throws Exception {
    repo.commit("a", "1");
    assertEquals(List.of("a"), tree().list(""));
  }

  @Test
  void shouldNotReadAFileThatChangedMeanwhile() throws Exception {
    repo.write("a", "1");
    SourceTree tree = tree();
    repo.write("a", "2");
    String reason = assertThrows(UnreadableFile.class, () -> tree.read("a")).getMessage();
    assertTrue(reason.contains("changed while it was read"), reason);
  }

  /** Such a write leaves size, number and, within a tick of the clock, time as they were. */
  @Test
  void shouldNotReadAFileThatChangedInTheSameTick() throws Exception {
    repo.write("a", "1");
    Path file = repo.directory().resolve("a");
    FileTime written = Files.getLastModifiedTime(file);
    SourceTree tree = tree();
    Files.writeString(file, "2");
    Files.setLastModifiedTime(file, written);
    String reason = assertThrows(UnreadableFile.class, () -> tree.read("a")).getMessage();
    assertTrue(reason.contains("changed while it was read"), reason);
  }

  @Test
  void shouldTellAnOldFileFromAnotherByItsStamp() throws Exception {
    repo.write("a", "1");
    repo.write("b", "22");
    repo.write("c", "3");
    for (String name : List.of("a", "b", "c")) {
      age(name);
    }
    SourceTree tree = tree();
    repo.write("a", "2");
    repo.write("b", "1");
    age("b");

    assertThrows(UnreadableFile.class, () -> tree.read("a"), "another time");
    assertThrows(UnreadableFile.class, () -> tree.read("b"), "another size");
    assertEquals("3", tree.read("c").orElseThrow().text().orElseThrow());
    assertNotEquals(tree.revision(), tree().revision());
  }

  private void age(String name) throws Exception {
    Files.setLastModifiedTime(
        repo.directory().resolve(name), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
  }

  @Test
  void shouldNotOpenAPipe() throws Exception {
    new ProcessBuilder("mkfifo", repo.directory().resolve("pipe").toString()).start().waitFor();
    SourceTree tree = tree();
    String reason = assertThrows(UnreadableFile.class, () -> tree.read("pipe")).getMessage();
    assertTrue(reason.contains("not a file"), reason);
  }

  @Test
  void shouldTellThatThereIsNoDirectory() {
    Path missing = folder.resolve("missing");
    String reason =
        assertThrows(UnreadableFile.class, () -> DirectoryTree.of(missing)).getMessage();
    assertTrue(reason.contains("is not a directory"), reason);
  }
}
