package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.secret.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GitTreeTest extends SourceTreeContract {
  private GitSource source;

  private GitSource source() {
    if (source == null) {
      source =
          new GitSource(
              SourceSettings.of(repo.directory().toString(), "main", folder.resolve("hub")),
              new Secrets(List.of()));
    }
    return source;
  }

  @AfterEach
  void close() {
    source().close();
  }

  @Override
  SourceTree tree() throws UnreadableFile {
    return tree(repo.commitAll("Everything"));
  }

  private SourceTree tree(Revision revision) throws UnreadableFile {
    assertFalse(source().fetch() instanceof FetchResult.Failed);
    return source().tree(revision);
  }

  @Test
  void shouldFollowNoSubmodule() throws Exception {
    repo.git("commit", "-q", "--allow-empty", "-m", "First");
    repo.git("update-index", "--add", "--cacheinfo", "160000," + repo.head() + ",module");
    repo.git("commit", "-q", "-m", "Module");
    SourceTree tree = tree(repo.head());
    assertEquals(List.of(), tree.list(""));
    String reason = assertThrows(UnreadableFile.class, () -> tree.read("module/x")).getMessage();
    assertTrue(reason.contains("submodules are not followed"), reason);
  }

  @Test
  void shouldReadBelowTheFolderOfTheManifests() throws Exception {
    repo.write("desired/a", "1");
    repo.write("other", "2");
    repo.commitAll("Two");
    tree(repo.head());
    SourceTree below = source().tree(repo.head(), "desired");
    assertEquals(List.of("a"), below.list(""));
    assertThrows(UnreadableFile.class, () -> below.read("../other"));
  }

  @Test
  void shouldTellThatTheFolderOfTheManifestsIsMissing() throws Exception {
    repo.commit("a", "1");
    tree(repo.head());
    for (String path : List.of("missing", "a", "../x")) {
      String reason =
          assertThrows(UnreadableFile.class, () -> source().tree(repo.head(), path)).getMessage();
      assertTrue(reason.contains("mesh.source.path") || reason.contains("leaves"), reason);
    }
  }

  @Test
  void shouldTellThatTheRevisionIsNotThere() throws Exception {
    repo.commit("a", "1");
    tree(repo.head());
    Revision unknown = new Revision("1".repeat(40));
    String reason = assertThrows(UnreadableFile.class, () -> source().tree(unknown)).getMessage();
    assertTrue(reason.contains("is not in the hub's clone"), reason);
    assertThrows(UnreadableFile.class, () -> source().tree(new Revision("dir-0123456789ab")));
  }

  /** Git itself makes no such trees, an attacker does. */
  @Test
  void shouldRefuseNamesThatAreNone() throws Exception {
    repo.commit("ok", "1");
    String blob = repo.git("rev-parse", "HEAD:ok").strip();
    Revision hostile =
        commitTree(List.of("100644 ../../evil", "100644 .GIT", "100644 a/b", "100644 ok"), blob);

    SourceTree tree = tree(hostile);

    assertEquals(List.of("ok"), tree.list(""));
    assertEquals(3, tree.refused().size());
    WorkTree.Ready ready =
        assertInstanceOf(
            WorkTree.Ready.class, source().materialise(hostile, folder.resolve("trees")));
    try (Stream<Path> files = Files.walk(folder.resolve("trees")).filter(Files::isRegularFile)) {
      assertEquals(List.of(ready.directory().resolve("ok")), files.toList());
    }
  }

  private Revision commitTree(List<String> entries, String blob) throws IOException {
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    for (String entry : entries) {
      tree.write(entry.getBytes(StandardCharsets.UTF_8));
      tree.write(0);
      tree.write(HexFormat.of().parseHex(blob));
    }
    String id =
        repo.git(tree.toByteArray(), "hash-object", "--literally", "-w", "-t", "tree", "--stdin")
            .strip();
    String commit = repo.git("commit-tree", "-m", "Hostile", "-p", "HEAD", id).strip();
    repo.git("update-ref", "refs/heads/main", commit);
    return new Revision(commit);
  }

  @Test
  void shouldBoundATreeThatRepeatsItself() throws Exception {
    repo.commit("f", "x");
    String tree = repo.git("rev-parse", "HEAD^{tree}").strip();
    for (int level = 0; level < 10; level++) {
      StringBuilder next = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        next.append("040000 tree ").append(tree).append("\td").append(i).append('\n');
      }
      tree = repo.git(next.toString().getBytes(StandardCharsets.UTF_8), "mktree").strip();
    }
    String commit = repo.git("commit-tree", "-m", "Bomb", "-p", "HEAD", tree).strip();
    repo.git("update-ref", "refs/heads/main", commit);
    String reason =
        assertThrows(UnreadableFile.class, () -> tree(new Revision(commit))).getMessage();
    assertTrue(reason.contains("more than 50000"), reason);
  }

  @Test
  void shouldFindRevisionsByName() throws Exception {
    Revision first = repo.commit("a", "1");
    Revision second = repo.commit("a", "2");
    tree(second);
    assertEquals(Optional.of(second), source().revisionOf("HEAD"));
    assertEquals(Optional.of(second), source().revisionOf("main"));
    assertEquals(Optional.of(first), source().revisionOf("main~1"));
    assertEquals(Optional.of(first), source().revisionOf(first.abbreviated()));
    for (String odd : List.of("", "nothing", "1".repeat(40), "HEAD:a", "..", "x".repeat(999))) {
      assertEquals(Optional.empty(), source().revisionOf(odd), odd);
    }
  }

  @Test
  void shouldTellWhatHappenedBetweenTwoRevisions() throws Exception {
    Revision first = repo.commit("a", "1");
    repo.write("a", "2");
    Revision second = repo.commitAll("Change \u001b[31ma\n\nbody");
    Revision third = repo.commit("a", "3");
    tree(third);

    List<CommitInfo> log = source().log(first, third);

    assertEquals(List.of(third, second), log.stream().map(CommitInfo::revision).toList());
    assertEquals("Change \\u001b[31ma", log.get(1).subject());
    assertEquals("Ada <ada@example.org>", log.getFirst().author());
    assertEquals(List.of(), source().log(new Revision("1".repeat(40)), third));
    assertEquals(Optional.empty(), source().commit(new Revision("dir-0123456789ab")));
    assertEquals(third, source().commit(third).orElseThrow().revision());
  }

  @Test
  void shouldWriteAWorkTreeForToolsThatNeedOne() throws Exception {
    repo.write("playbooks/site.yaml", "- hosts: all\n");
    repo.write("run.sh", "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        repo.directory().resolve("run.sh"),
        java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(repo.directory().resolve("evil"), Path.of("/etc/passwd"));
    Revision revision = tree().revision();

    WorkTree.Ready ready =
        assertInstanceOf(
            WorkTree.Ready.class, source().materialise(revision, folder.resolve("trees")));

    assertEquals(folder.resolve("trees").resolve(revision.id()), ready.directory());
    assertEquals(
        "- hosts: all\n", Files.readString(ready.directory().resolve("playbooks/site.yaml")));
    assertTrue(Files.isExecutable(ready.directory().resolve("run.sh")));
    assertFalse(Files.isExecutable(ready.directory().resolve("playbooks/site.yaml")));
    assertEquals(Map.of("evil", SourceTree.symlink("evil")), ready.leftOut());
    assertFalse(Files.exists(ready.directory().resolve("evil")));
    assertEquals(ready, source().materialise(revision, folder.resolve("trees")), "from the cache");
  }

  @Test
  void shouldKeepOnlyTheLastWorkTrees() throws Exception {
    Path trees = Files.createDirectories(folder.resolve("trees"));
    Files.createDirectories(trees.resolve(".new-left-by-a-crash/x"));
    for (int i = 0; i < WorkTrees.KEPT + 2; i++) {
      Revision revision = repo.commit("a", "" + i);
      tree(revision);
      source().materialise(revision, trees);
    }
    try (Stream<Path> left = Files.list(trees)) {
      List<String> names = left.map(p -> p.getFileName().toString()).toList();
      assertEquals(WorkTrees.KEPT, names.size());
      assertTrue(names.contains(repo.head().id()));
    }
  }

  @Test
  void shouldTellThatAWorkTreeCannotBeWritten() throws Exception {
    Revision revision = repo.commit("a", "1");
    tree(revision);
    Path file = Files.createFile(folder.resolve("file"));
    WorkTree.Unavailable failed =
        assertInstanceOf(WorkTree.Unavailable.class, source().materialise(revision, file));
    assertTrue(failed.reason().contains("cannot be written"), failed.reason());
  }
}
