package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Revision;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.CommitGraph.Commit;
import io.meshinfra.source.CommitGraph.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitGraphTest {
  @TempDir Path folder;
  private GitRepo repo;
  private GitSource source;
  private Revision first;

  @BeforeEach
  void begin() {
    repo = GitRepo.in(folder.resolve("repo"));
    source =
        new GitSource(
            SourceSettings.of(repo.directory().toString(), "main", folder.resolve("hub")),
            Secrets.installed());
    repo.write("a", "1\n");
    repo.write("deep/b", "1\n");
    repo.write("c", "1\n");
    first = repo.commitAll("First");
  }

  @AfterEach
  void end() {
    source.close();
  }

  private CommitGraph fetched() throws IOException {
    source.fetch(true);
    return source.commits();
  }

  private Set<String> changed(Revision commit) throws IOException {
    ChangedPaths changed = fetched().changedPaths(commit);
    assertTrue(changed.isWhole());
    return changed.paths();
  }

  private static List<String> subjects(Range range) {
    return range.commits().stream().map(Commit::subject).toList();
  }

  @Test
  void shouldTellCommitsParentsFirst() throws IOException {
    repo.commit("a", "2\n");
    repo.git("checkout", "-qb", "side", first.id());
    repo.commit("deep/b", "2\n");
    repo.git("checkout", "-q", "main");
    repo.git("merge", "-q", "--no-ff", "-m", "Merge side", "side");

    Range range = fetched().range(List.of(first), repo.head(), 100);

    assertTrue(range.isWhole());
    assertEquals(3, range.commits().size());
    assertEquals("Merge side", subjects(range).getLast());
    assertEquals(2, range.commits().getLast().parents().size());
  }

  @Test
  void shouldTellOnlySoMany() throws IOException {
    Revision second = repo.commit("a", "2\n");
    repo.commit("a", "3\n");

    assertFalse(fetched().range(List.of(first), repo.head(), 1).isWhole());
    assertEquals(List.of("Write a"), subjects(fetched().range(List.of(second), repo.head(), 1)));
  }

  @Test
  void shouldLeaveOutOfAccountWhatIsNotThere() throws IOException {
    Range range = fetched().range(List.of(new Revision("0".repeat(40))), first, 100);

    assertEquals(List.of("First"), subjects(range));
    assertThrows(
        IOException.class, () -> fetched().range(List.of(), new Revision("0".repeat(40)), 100));
  }

  @Test
  void shouldTellMessageAndTimeOfTheAuthor() throws IOException {
    repo.git(
        "commit",
        "-q",
        "--allow-empty",
        "--date=2026-03-01T10:00:00+02:00",
        "-m",
        "Sub\033[1mject",
        "-m",
        "Session: x");

    Commit commit = fetched().range(List.of(first), repo.head(), 9).commits().getFirst();

    assertEquals(Instant.parse("2026-03-01T08:00:00Z"), commit.writtenAt());
    assertEquals("Sub\\u001b[1mject", commit.subject());
    assertEquals("Sub\033[1mject\n\nSession: x\n", commit.message());
  }

  @Test
  void shouldKnowWhatFollowsWhat() throws IOException {
    Revision second = repo.commit("a", "2\n");
    CommitGraph graph = fetched();

    assertTrue(graph.follows(second, first));
    assertTrue(graph.follows(first, first));
    assertFalse(graph.follows(first, second));
    assertFalse(graph.follows(first, new Revision("0".repeat(40))));
  }

  @Test
  void shouldFindChangedAddedAndRemovedPaths() throws IOException {
    repo.git("rm", "-q", "c");
    repo.git("mv", "deep/b", "deep/moved");
    repo.write("a", "2\n");
    repo.write("new/file", "x\n");

    assertEquals(
        Set.of("a", "c", "deep/b", "deep/moved", "new/file"), changed(repo.commitAll("Much")));
  }

  @Test
  void shouldFindAChangeOfMode() throws IOException {
    repo.git("update-index", "--chmod=+x", "a");
    repo.git("commit", "-qm", "Make it executable");

    assertEquals(Set.of("a"), changed(repo.head()));
  }

  @Test
  void shouldFindAllPathsOfTheFirstCommit() throws IOException {
    assertEquals(Set.of("a", "c", "deep/b"), changed(first));
  }

  @Test
  void shouldFindNothingInAPlainMerge() throws IOException {
    diverge("a", "deep/b");
    repo.git("merge", "-q", "--no-ff", "-m", "Merge", "side");

    assertEquals(Set.of(), changed(repo.head()));
  }

  @Test
  void shouldFindWhatAMergeAddsOfItsOwn() throws IOException {
    diverge("a", "deep/b");
    repo.git("merge", "-q", "--no-ff", "--no-commit", "side");
    repo.write("c", "evil\n");

    assertEquals(Set.of("c"), changed(repo.commitAll("Merge and more")));
  }

  @Test
  void shouldFindWhatAMergeDropsOfTheOtherSide() throws IOException {
    diverge("a", "deep/b");
    repo.git("merge", "-q", "--no-ff", "-s", "ours", "-m", "Merge, it seems", "side");

    assertEquals(Set.of("deep/b"), changed(repo.head()));
  }

  @Test
  void shouldFindWhatAMergeHadToDecide() throws IOException {
    diverge("a", "a");
    repo.git("merge", "-q", "--no-ff", "-X", "ours", "-m", "Merge", "side");

    assertEquals(Set.of("a"), changed(repo.head()));
  }

  @Test
  void shouldCountAllThatDiffersWhereNoSingleBaseIs() throws IOException {
    repo.git("checkout", "-q", "--orphan", "other");
    repo.git("rm", "-rfq", ".");
    repo.commit("z", "1\n");
    repo.git("checkout", "-q", "main");
    repo.git("merge", "-q", "--allow-unrelated-histories", "-m", "Merge", "other");

    assertEquals(Set.of("a", "c", "deep/b", "z"), changed(repo.head()));
  }

  /** Both sides write a file, the branch main is checked out. */
  private void diverge(String onMain, String onSide) {
    repo.git("checkout", "-qb", "side");
    repo.commit(onSide, "side\n");
    repo.git("checkout", "-q", "main");
    repo.commit(onMain, "main\n");
  }

  @Test
  void shouldStopAtSoManyPaths() throws IOException {
    for (int i = 0; i <= ChangedPaths.MOST; i++) {
      repo.write("many/" + i, "");
    }

    ChangedPaths changed = fetchedAfter(repo.commitAll("Very much"));

    assertFalse(changed.isWhole());
    assertEquals(ChangedPaths.MOST, changed.paths().size());
  }

  private ChangedPaths fetchedAfter(Revision commit) throws IOException {
    return fetched().changedPaths(commit);
  }
}
