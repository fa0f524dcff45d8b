package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
