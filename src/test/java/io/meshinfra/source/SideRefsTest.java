package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Content;
import io.meshinfra.model.Revision;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.FetchResult.Unchanged;
import io.meshinfra.source.RefResult.Brought;
import io.meshinfra.source.RefResult.Failed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits beside the branch can be looked at, and what follows the branch does not notice. */
class SideRefsTest {
  @TempDir Path folder;
  private GitRepo repo;
  private GitSource source;
  private Revision accepted;

  @BeforeEach
  void acceptABranch() throws Exception {
    repo = GitRepo.in(folder.resolve("repo"));
    accepted = repo.commit("a", "main");
    source = source();
    source.fetch();
    source.accept(accepted);
  }

  @AfterEach
  void close() {
    source.close();
  }

  private GitSource source() {
    return new GitSource(
        SourceSettings.of(repo.directory().toString(), "main", folder.resolve("hub")),
        new Secrets(List.of()));
  }

  /** A commit on a branch of its own; the work tree is back on main afterwards. */
  private Revision aside(String branch, String text) {
    repo.git("checkout", "-q", "-B", branch);
    Revision revision = repo.commit("a", text);
    repo.git("checkout", "-q", "main");
    return revision;
  }

  private String refused(String name) {
    return assertInstanceOf(Failed.class, source.fetchRef(name)).reason();
  }

  private List<String> kept() {
    return new GitRepo(folder.resolve("hub/clone.git"))
        .git("for-each-ref", "--format=%(refname)")
        .lines()
        .filter(ref -> ref.startsWith(SideRefs.NAMESPACE))
        .toList();
  }

  @Test
  void shouldBringAnotherBranchAndLeaveTheBranchAlone() throws Exception {
    Revision side = aside("feature/x", "side");

    assertEquals(new Brought(side), source.fetchRef("feature/x"));

    assertEquals(Optional.of(Content.of("side")), source.tree(side).read("a"));
    assertEquals(Optional.of(accepted), source.accepted());
    assertEquals(Optional.of(accepted), source.revisionOf("HEAD"));
    assertEquals(new Unchanged(accepted), source.fetch());
  }

  @Test
  void shouldBringTheHeadOfAPullRequest() {
    Revision head = aside("theirs", "theirs");
    repo.git("update-ref", "refs/pull/7/head", head.id());
    repo.git("branch", "-q", "-D", "theirs");

    assertEquals(new Brought(head), source.fetchRef("refs/pull/7/head"));
  }

  @Test
  void shouldBringTheCommitOfATag() {
    Revision side = aside("feature", "side");
    repo.git("tag", "-m", "Release", "v1", side.id());

    assertEquals(new Brought(side), source.fetchRef("v1"));
  }

  @Test
  void shouldBringWhatTheNameMeansNow() {
    aside("feature", "old");
    source.fetchRef("feature");
    repo.git("branch", "-q", "-D", "feature");
    Revision forced = aside("feature", "new");

    assertEquals(new Brought(forced), source.fetchRef("feature"));
    assertEquals(1, kept().size());
  }

  @Test
  void shouldBringACommitByItsWholeIdWhenTheRemoteGivesIt() throws Exception {
    Revision side = aside("feature", "side");

    assertEquals(new Brought(side), source.fetchRef(side.id()));
    assertEquals(Optional.of(Content.of("side")), source.tree(side).read("a"));
  }

  @Test
  void shouldSayThatTheRemoteDoesNotGiveACommit() {
    String reason = refused("0123456789012345678901234567890123456789");
    assertTrue(reason.contains("cannot be fetched"), reason);
    assertEquals(List.of(), kept());
  }

  @Test
  void shouldSayThatThereIsNoSuchName() {
    String reason = refused("nowhere");
    assertTrue(reason.contains("no branch or tag of that name"), reason);
    String whole = refused("refs/pull/8/head");
    assertTrue(whole.contains("no ref of that name"), whole);
  }

  @Test
  void shouldSayThatARefIsNoCommit() {
    repo.git("tag", "picture", repo.git("hash-object", "-w", "a").strip());

    String reason = refused("picture");

    assertTrue(reason.contains("is not a commit"), reason);
    assertEquals(List.of(), kept());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "refs/",
        "refs/heads/*",
        "a:refs/heads/main",
        "+main",
        "../x",
        "a b",
        "a..b",
        "HEAD@{1}",
        "-x y",
        "a\nb",
        "--upload-pack=x y"
      })
  void shouldRefuseWhatIsNoName(String name) {
    refused(name);
    assertEquals(new Unchanged(accepted), source.fetch());
  }

  @Test
  void shouldRefuseALongName() {
    assertTrue(refused("x".repeat(300)).contains("is not the name"));
  }

  @Test
  void shouldKeepNamesApartThatNoFileSystemWould() {
    Revision one = aside("x", "one");
    assertEquals(new Brought(one), source.fetchRef("x"));
    repo.git("branch", "-q", "-D", "x");
    Revision two = aside("x/y", "two");

    assertEquals(new Brought(two), source.fetchRef("x/y"));
  }

  @Test
  void shouldForgetOnDemand() throws Exception {
    aside("feature", "side");
    source.fetchRef("feature");

    source.forgetRef("feature");

    assertEquals(List.of(), kept());
  }

  @Test
  void shouldForgetWhatAnEarlierProcessKept() {
    aside("feature", "side");
    source.fetchRef("feature");
    source.close();
    source = source();

    source.fetchRef("main");

    assertEquals(List.of(SideRefs.place("main")), kept());
  }

  @Test
  void shouldForgetWhatWasAskedForLongestAgo() {
    for (int i = 0; i <= SideRefs.MOST; i++) {
      repo.git("update-ref", "refs/pull/" + i + "/head", accepted.id());
      source.fetchRef("refs/pull/" + i + "/head");
    }

    assertEquals(SideRefs.MOST, kept().size());
    assertTrue(!kept().contains(SideRefs.place("refs/pull/0/head")));
  }

  @Test
  void shouldSayThatThereIsNoCloneYet() {
    try (GitSource fresh =
        new GitSource(
            SourceSettings.of(repo.directory().toString(), "main", folder.resolve("fresh")),
            new Secrets(List.of()))) {
      assertEquals(new Failed("the hub has no clone yet; fetch first"), fresh.fetchRef("feature"));
    }
  }

  @Test
  void shouldTellThatTheRemoteIsGone() throws Exception {
    WorkTrees.delete(repo.directory());
    assertTrue(refused("feature").contains("no git repository"));
  }
}
