package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree.UnreadableFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for files, which hold for a commit and for a plain directory alike. */
abstract class SourceTreeContract {
  @TempDir Path folder;
  GitRepo repo;

  /** The tree of what the work tree of the repository holds now. */
  abstract SourceTree tree() throws Exception;

  @BeforeEach
  void makeRepository() {
    repo = GitRepo.in(folder.resolve("repo"));
  }

  private Path file(String path) {
    return repo.directory().resolve(path);
  }

  private String refusal(String path) throws Exception {
    SourceTree tree = tree();
    return assertThrows(UnreadableFile.class, () -> tree.read(path)).getMessage();
  }

  @Test
  void shouldListRegularFilesSorted() throws Exception {
    for (String path : List.of("b", "a/z", "a/b/c", "a-b", "a.b", "ü n'$(id)\n.yaml")) {
      repo.write(path, path);
    }
    assertEquals(List.of("a-b", "a.b", "a/b/c", "a/z", "b", "ü n'$(id)\n.yaml"), tree().list(""));
    assertEquals(List.of("a/b/c", "a/z"), tree().list("a"));
    assertEquals(List.of("a/b/c"), tree().list("./a//b/"));
    assertEquals(List.of(), tree().list("nothing"));
    assertEquals(List.of(), tree().list("../repo"));
    assertEquals(List.of(), tree().list("/"));
  }

  @Test
  void shouldReadBytesAsTheyAre() throws Exception {
    byte[] odd = {0, (byte) 0xff, '\r', '\n', (byte) 0xc3};
    Files.write(file("odd"), odd);
    assertArrayEquals(odd, tree().read("odd").orElseThrow().bytes());
    assertEquals(Optional.empty(), tree().read("missing"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "a/../../outside", "a/..", ".."})
  void shouldRefuseAPathThatLeaves(String path) throws Exception {
    repo.write("a/x", "");
    Files.writeString(folder.resolve("outside"), "secret");
    String reason = refusal(path);
    assertTrue(reason.contains("leaves the repository"), reason);
  }

  @Test
  void shouldRefuseAnAbsolutePath() throws Exception {
    repo.write("etc/passwd", "");
    String reason = refusal("/etc/passwd");
    assertTrue(reason.contains("is absolute"), reason);
  }

  @Test
  void shouldRefuseAFolderAsAFile() throws Exception {
    repo.write("a/x", "");
    String reason = refusal("a");
    assertTrue(reason.contains("is a folder"), reason);
  }

  @Test
  void shouldFollowNoSymlinkWhereverItLeads() throws Exception {
    repo.write("real", "x");
    repo.write("dir/x", "x");
    Files.createSymbolicLink(file("inside"), Path.of("real"));
    Files.createSymbolicLink(file("outside"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(file("link"), Path.of("dir"));

    assertEquals(List.of("dir/x", "real"), tree().list(""));
    assertEquals(Set.of("inside", "outside", "link"), tree().refused().keySet());
    for (String path : List.of("inside", "outside", "link", "link/x")) {
      String reason = refusal(path);
      assertTrue(reason.contains("symlinks are not followed"), reason);
    }
  }

  @Test
  void shouldRefuseALargeFile() throws Exception {
    Files.write(file("large"), new byte[SourceTree.LARGEST_FILE + 1]);
    Files.write(file("limit"), new byte[SourceTree.LARGEST_FILE]);
    String reason = refusal("large");
    assertTrue(reason.contains("more than the limit"), reason);
    assertEquals(SourceTree.LARGEST_FILE, tree().read("limit").orElseThrow().size());
  }

  @Test
  void shouldTellAPointerOfLfsFromAFile() throws Exception {
    repo.write(
        "image.bin",
        "version https://git-lfs.github.com/spec/v1\noid sha256:"
            + "0".repeat(64)
            + "\nsize 12345\n");
    String reason = refusal("image.bin");
    assertTrue(reason.contains("Git LFS"), reason);
  }

  @Test
  void shouldRefuseTooManyEntries() throws Exception {
    Path many = Files.createDirectories(file("many"));
    for (int i = 0; i <= SourceTree.MOST_ENTRIES; i++) {
      Files.createFile(many.resolve("f" + i));
    }
    String reason = assertThrows(UnreadableFile.class, this::tree).getMessage();
    assertTrue(reason.contains("more than 50000"), reason);
  }

  @Test
  void shouldRefuseWhatLiesTooDeep() throws Exception {
    repo.write("d/".repeat(80) + "f", "x");
    repo.write("ok", "x");
    assertEquals(List.of("ok"), tree().list(""));
    String reason = refusal("d/".repeat(80) + "f");
    assertTrue(reason.contains("deeper than 64"), reason);
  }

  @Test
  void shouldGiveAnotherRevisionForOtherContent() throws Exception {
    repo.write("a", "1");
    var before = tree().revision();
    repo.write("a", "2");
    assertNotEquals(before, tree().revision());
    assertEquals(Optional.of(Content.of("2")), tree().read("a"));
  }
}
