package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkingCopyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir Path folder;
  private GitRepo repo;

  @BeforeEach
  void begin() {
    repo = GitRepo.in(folder.resolve("repo"));
    repo.write("a", "1\n");
    repo.write("deep/b", "1\n");
    repo.commitAll("First");
  }

  private WorkingCopy copy() throws UnreadableFile {
    return WorkingCopy.around(repo.directory().resolve("deep"));
  }

  private static String failure(org.junit.jupiter.api.function.Executable action) {
    return assertThrows(UnreadableFile.class, action).getMessage();
  }

  @Test
  void shouldFindTheRepositoryFromWithin() throws Exception {
    try (WorkingCopy copy = copy()) {
      assertEquals(repo.directory().toRealPath(), copy.root());
      assertEquals(Optional.of(repo.head()), copy.head());
      assertEquals(Optional.of(repo.head()), copy.revisionOf("main"));
    }
  }

  @Test
  void shouldWorkInALinkedWorkTree() throws Exception {
    Path linked = folder.resolve("linked");
    repo.git("worktree", "add", "-q", "-b", "other", linked.toString());
    Files.writeString(linked.resolve("a"), "2\n");
    GitRepo there = new GitRepo(linked);
    there.git("add", "a");

    try (WorkingCopy copy = WorkingCopy.around(linked)) {
      assertEquals(linked.toRealPath(), copy.root());
      assertEquals(Set.of("a"), copy.staged().paths().paths());
    }
  }

  @Test
  void shouldSayWhereNoRepositoryIs() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));

    String message = failure(() -> WorkingCopy.around(other).close());

    assertTrue(message.contains("is not in a git repository"), message);
  }

  @Test
  void shouldRefuseABareRepository() {
    repo.git("init", "-q", "--bare", folder.resolve("bare").toString());

    String message = failure(() -> WorkingCopy.around(folder.resolve("bare")).close());

    assertTrue(message.contains("bare"), message);
  }

  @Test
  void shouldTellWhatIsStagedAndNotWhatIsOnDisk() throws Exception {
    repo.write("a", "staged\n");
    repo.git("add", "a");
    repo.write("a", "on disk\n");
    repo.write("untracked", "x\n");
    repo.git("rm", "-q", "deep/b");

    try (WorkingCopy copy = WorkingCopy.around(repo.directory())) {
      WorkingCopy.Staged staged = copy.staged();
      assertEquals(Set.of("a", "deep/b"), staged.paths().paths());
      assertEquals(List.of("a"), staged.tree().list(""));
      assertEquals(Optional.of(Content.of("staged\n")), staged.tree().read("a"));
      assertTrue(staged.tree().revision().id().startsWith("dir-"));
    }
  }

  @Test
  void shouldTellNothingStaged() throws Exception {
    try (WorkingCopy copy = copy()) {
      assertEquals(Set.of(), copy.staged().paths().paths());
      assertEquals(copy.tree(repo.head()).list(""), copy.staged().tree().list(""));
    }
  }

  @Test
  void shouldWorkBeforeTheFirstCommit() throws Exception {
    GitRepo fresh = GitRepo.in(folder.resolve("fresh"));
    fresh.write("a", "1\n");
    fresh.git("add", "a");

    try (WorkingCopy copy = WorkingCopy.around(fresh.directory())) {
      assertEquals(Optional.empty(), copy.head());
      assertEquals(Set.of("a"), copy.staged().paths().paths());
    }
  }

  @Test
  void shouldRefuseConflicts() throws Exception {
    repo.git("checkout", "-qb", "side");
    repo.commit("a", "side\n");
    repo.git("checkout", "-q", "main");
    repo.commit("a", "main\n");
    assertThrows(IllegalStateException.class, () -> repo.git("merge", "-q", "side"));

    try (WorkingCopy copy = copy()) {
      String message = failure(copy::staged);
      assertTrue(message.contains("conflicts"), message);
    }
  }

  @Test
  void shouldStageAFile() throws Exception {
    try (WorkingCopy copy = copy()) {
      copy.stage("new/file", "hello\n".getBytes(StandardCharsets.UTF_8));

      assertEquals(Set.of("new/file"), copy.staged().paths().paths());
      assertEquals("hello\n", repo.git("show", ":new/file"));
    }
  }

  @Test
  void shouldCommitWhatIsStaged() throws Exception {
    repo.write("a", "2\n");
    repo.git("add", "a");
    repo.git("config", "user.email", "repo@example.org");

    Revision made;
    try (WorkingCopy copy = copy()) {
      made =
          copy.commit(
              "Say it\n\nSession: x\n",
              Map.of("GIT_AUTHOR_NAME", "Ada", "GIT_COMMITTER_NAME", "Bot"),
              folder,
              NOW);
    }

    assertEquals(made, repo.head());
    assertEquals(
        "Ada <repo@example.org> Bot 2026-03-01T10:00:00+00:00 x",
        repo.git("log", "-1", "--format=%an <%ae> %cn %aI %(trailers:key=Session,valueonly)")
            .strip());
    assertEquals("", repo.git("status", "--porcelain"));
  }

  @Test
  void shouldReadWhoTheUserIs() throws Exception {
    Files.writeString(
        folder.resolve(".gitconfig"), "[user]\nname = Grace\nemail = grace@example.org\n");
    repo.write("a", "2\n");
    repo.git("add", "a");

    try (WorkingCopy copy = copy()) {
      copy.commit("Say it", Map.of(), folder, NOW);
    }

    assertEquals("Grace", repo.git("log", "-1", "--format=%an").strip());
  }

  @Test
  void shouldNotCommitForNobody() throws Exception {
    try (WorkingCopy copy = copy()) {
      String message = failure(() -> copy.commit("x", Map.of(), folder, NOW));
      assertTrue(message.contains("git config user.name"), message);
    }
  }

  @Test
  void shouldLeaveSigningToGit() throws Exception {
    Files.writeString(
        folder.resolve(".gitconfig"),
        "[user]\nname = G\nemail = g@example.org\n[commit]\ngpgsign = true\n");
    Revision before = repo.head();

    try (WorkingCopy copy = copy()) {
      String message = failure(() -> copy.commit("x", Map.of(), folder, NOW));
      assertTrue(message.contains("signed"), message);
    }

    assertEquals(before, repo.head());
  }

  @Test
  void shouldObeyHooks() throws Exception {
    Path hook = repo.directory().resolve(".git/hooks/pre-commit");
    Files.writeString(hook, "#!/bin/sh\necho no such commit >&2\nexit 1\n");
    assertTrue(hook.toFile().setExecutable(true));
    repo.git("config", "user.name", "Ada");
    repo.git("config", "user.email", "ada@example.org");
    repo.write("a", "2\n");
    repo.git("add", "a");
    Revision before = repo.head();

    try (WorkingCopy copy = copy()) {
      assertFalse(failure(() -> copy.commit("x", Map.of(), folder, NOW)).isEmpty());
    }

    assertEquals(before, repo.head());
  }

  private static final Map<String, String> ANN =
      Map.of(
          "GIT_AUTHOR_NAME", "Ann",
          "GIT_AUTHOR_EMAIL", "ann@example.org",
          "GIT_COMMITTER_NAME", "Ann",
          "GIT_COMMITTER_EMAIL", "ann@example.org");

  private static SortedMap<String, Optional<Content>> changes() {
    return new TreeMap<>(
        Map.of(
            "a", Optional.of(Content.of("2\n")),
            "new/c", Optional.of(Content.of("3\n")),
            "deep/b", Optional.empty()));
  }

  @Test
  void shouldCommitOnANewBranchAndTouchNothingElse() throws Exception {
    try (WorkingCopy copy = copy()) {
      copy.commitOn("side", changes(), "Aside\n", ANN, folder, NOW);
    }

    assertEquals("", repo.git("status", "--porcelain"));
    assertEquals("a\nnew/c\n", repo.git("ls-tree", "-r", "--name-only", "side"));
    assertEquals("2", repo.git("show", "side:a").strip());
    assertEquals("Ann Aside", repo.git("log", "-1", "--format=%an %s", "side").strip());
    assertEquals(repo.head().id(), repo.git("rev-parse", "side^").strip());
  }

  @Test
  void shouldNotMoveABranchThatIsThere() throws Exception {
    repo.git("branch", "side");
    try (WorkingCopy copy = copy()) {
      String message = failure(() -> copy.commitOn("side", changes(), "Aside\n", ANN, folder, NOW));
      assertTrue(message.contains("there is a branch side already"), message);
      String odd = failure(() -> copy.commitOn("a..b", changes(), "x\n", ANN, folder, NOW));
      assertTrue(odd.contains("is no name for a branch"), odd);
    }
  }

  @Test
  void shouldStageFilesThatComeChangeAndGo() throws Exception {
    try (WorkingCopy copy = copy()) {
      copy.stage(changes());
      assertEquals(Set.of("a", "new/c", "deep/b"), copy.staged().paths().paths());
    }
  }
}
