package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Content;
import io.meshinfra.model.Revision;
import io.meshinfra.secret.Secrets;
import io.meshinfra.secret.env.EnvironmentSecrets;
import io.meshinfra.source.FetchResult.Failed;
import io.meshinfra.source.FetchResult.Fetched;
import io.meshinfra.source.FetchResult.Rewound;
import io.meshinfra.source.FetchResult.Unchanged;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a source does, over whatever transport. */
abstract class SourceContract {
  static final String TOKEN = "t0ken-of-the-hub";

  @TempDir Path folder;
  GitRepo repo;
  Path directory;
  private GitSource source;

  /** Settings to fetch the branch main of the repository. */
  abstract SourceSettings settings(Path repository) throws Exception;

  @BeforeEach
  final void makeRepository() throws Exception {
    repo = GitRepo.in(folder.resolve("repo"));
    directory = folder.resolve("hub/source");
    source = open(settings(repo.directory()));
  }

  @AfterEach
  final void closeSource() {
    source.close();
  }

  static GitSource open(SourceSettings settings) {
    return new GitSource(
        settings, new Secrets(List.of(new EnvironmentSecrets(Map.of("TOKEN", TOKEN)))));
  }

  static String failure(GitSource source) {
    return assertInstanceOf(Failed.class, source.fetch()).reason();
  }

  @Test
  void shouldCloneAndReadTheFilesOfTheBranch() throws Exception {
    Revision first = repo.commit("node/hub.yaml", "kind: Node\n");

    assertEquals(new Fetched(first), source.fetch());
    assertEquals(Optional.of(Content.of("kind: Node\n")), source.tree(first).read("node/hub.yaml"));
  }

  @Test
  void shouldFetchWhatIsNew() throws Exception {
    Revision first = repo.commit("a", "1");
    source.fetch();
    Revision second = repo.commit("a", "2");

    assertEquals(new Fetched(second), source.fetch());
    assertEquals(Optional.of(Content.of("2")), source.tree(second).read("a"));
    assertEquals(Optional.of(Content.of("1")), source.tree(first).read("a"));
  }

  @Test
  void shouldTellThatNothingChanged() {
    Revision first = repo.commit("a", "1");
    source.fetch();
    assertEquals(new Unchanged(first), source.fetch());
  }

  @Test
  void shouldTellTheHeadOnceAfterARestart() throws Exception {
    Revision first = repo.commit("a", "1");
    source.fetch();
    source.accept(first);
    source.close();
    source = open(settings(repo.directory()));
    assertEquals(new Fetched(first), source.fetch());
    assertEquals(new Unchanged(first), source.fetch());
  }

  @Test
  void shouldRefuseRewrittenHistoryUntilTold() throws Exception {
    repo.commit("a", "1");
    Revision accepted = repo.commit("a", "2");
    source.fetch();
    source.accept(accepted);
    repo.git("reset", "-q", "--hard", "HEAD~1");
    Revision forced = repo.commit("a", "3");

    Rewound refused = assertInstanceOf(Rewound.class, source.fetch());
    assertEquals(accepted, refused.from());
    assertEquals(forced, refused.to());
    assertTrue(refused.reason().contains("was rewritten"), refused.reason());
    assertTrue(refused.reason().contains("mesh source accept-rewind"), refused.reason());
    assertInstanceOf(Rewound.class, source.fetch(), "it stays refused");
    assertEquals(new Fetched(forced), source.fetch(true));
  }

  @Test
  void shouldRefuseABranchThatWasSetBack() throws Exception {
    Revision old = repo.commit("a", "1");
    Revision accepted = repo.commit("a", "2");
    source.fetch();
    source.accept(accepted);
    repo.git("reset", "-q", "--hard", "HEAD~1");

    Rewound refused = assertInstanceOf(Rewound.class, source.fetch());
    assertEquals(old, refused.to());
    assertTrue(refused.reason().contains("set back"), refused.reason());
  }

  @Test
  void shouldTakeARewriteOfWhatWasNeverAccepted() {
    repo.commit("a", "1");
    repo.commit("a", "broken");
    source.fetch();
    repo.git("reset", "-q", "--hard", "HEAD~1");
    Revision mended = repo.commit("a", "3");
    assertEquals(new Fetched(mended), source.fetch());
  }

  @Test
  void shouldNotForgetWhatWasAcceptedWithTheClone() throws Exception {
    Revision accepted = repo.commit("a", "1");
    source.fetch();
    source.accept(accepted);
    source.close();
    WorkTrees.delete(directory.resolve("clone.git"));
    repo.git("checkout", "-q", "--orphan", "other");
    repo.commit("b", "1");
    repo.git("branch", "-q", "-M", "main");
    repo.git("reflog", "expire", "--expire=now", "--all");
    repo.git("gc", "-q", "--prune=now");
    source = open(settings(repo.directory()));

    Rewound refused = assertInstanceOf(Rewound.class, source.fetch());
    assertTrue(refused.reason().contains("not in the history"), refused.reason());
  }

  @Test
  void shouldTellThatTheBranchIsMissing() {
    repo.commit("a", "1");
    repo.git("branch", "-q", "-m", "trunk");
    String reason = failure(source);
    assertTrue(reason.contains("trunk") && reason.contains("no branch \"main\""), reason);
  }

  @Test
  void shouldTellThatTheBranchWasDeletedAndKeepWhatIsThere() throws Exception {
    Revision first = repo.commit("a", "1");
    source.fetch();
    repo.git("branch", "-q", "-m", "trunk");
    String reason = failure(source);
    assertTrue(reason.contains("no branch \"main\""), reason);
    assertEquals(List.of("a"), source.tree(first).list(""));
  }

  @Test
  void shouldTellThatTheRepositoryIsEmpty() {
    String reason = failure(source);
    assertTrue(reason.contains("is empty"), reason);
  }

  @Test
  void shouldTellThatTheRemoteIsGoneAndComeBackWithIt() throws Exception {
    Revision first = repo.commit("a", "1");
    source.fetch();
    Path away = folder.resolve("away");
    Files.move(repo.directory(), away);
    String reason = failure(source);
    assertTrue(reason.contains("no git repository"), reason);
    assertFalse(reason.contains(TOKEN), reason);

    Files.move(away, repo.directory());
    assertEquals(new Unchanged(first), source.fetch());
  }

  @Test
  void shouldLeaveNothingBehindWhenTheFirstCloneFails() throws Exception {
    failure(source);
    try (var left =
        Files.exists(directory) ? Files.list(directory) : java.util.stream.Stream.<Path>of()) {
      assertEquals(List.of(), left.toList());
    }
  }
}
