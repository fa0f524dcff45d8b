package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.ForgeLink;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.RemoteBranches;
import io.meshinfra.source.SourceSettings;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.MemoryForge;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real repository, and a forge in memory. */
class ProposingTest {
  @TempDir Path folder;
  private FleetRepository repository;
  private RemoteBranches branches;
  private MemoryForge forge;
  private Revision base;

  @BeforeEach
  void begin() {
    repository = new FleetRepository(folder);
    repository.write("a", "1\n").write("b", "1\n");
    base = new Revision(repository.push("First"));
    branches =
        new RemoteBranches(
            SourceSettings.of(repository.bare().toString(), "main", folder.resolve("source")),
            folder.resolve("branches"),
            new Secrets(List.of()),
            Clock.systemUTC());
    forge = new MemoryForge(Clock.systemUTC(), 60_000);
  }

  @AfterEach
  void end() {
    branches.close();
  }

  private Proposing.Wish wish(Revision from) {
    return new Proposing.Wish(
        new NodeName("web"),
        from,
        "Add web",
        Map.of("a", Optional.of("2\n"), "b", Optional.empty()));
  }

  private Proposing.Result proposed(ForgeLink link, Revision from) {
    return new Proposing(branches, link).propose(wish(from));
  }

  @Test
  void shouldPushABranchAndOpenAPullRequest() {
    // The forge of the test knows only the branches that it was told of.
    forge.branch("mesh/proposal/web", base);

    var result = proposed(new ForgeLink(Optional.of(forge.connection())), base);

    var done = assertInstanceOf(Proposing.Result.Proposed.class, result, result.toString());
    assertEquals(Optional.of("https://forge.example/pulls/1"), done.page());
    repository.git("fetch", "-q", "origin");
    assertEquals("2\n", repository.git("show", "origin/mesh/proposal/web:a"));
    assertEquals("a\n", repository.git("ls-tree", "--name-only", "origin/mesh/proposal/web"));
    assertEquals(base.id() + "\n", repository.git("rev-parse", "origin/mesh/proposal/web^"));
    assertEquals("1\n", repository.git("show", "origin/main:a"));
  }

  @Test
  void shouldPushTheBranchWhereNoForgeOpensPullRequests() {
    var result = proposed(new ForgeLink(Optional.empty()), base);

    var done = assertInstanceOf(Proposing.Result.Proposed.class, result, result.toString());
    assertEquals(Optional.empty(), done.page());
    assertTrue(done.note().contains("no forge"), done.note());
  }

  @Test
  void shouldTellWhatTheForgeSays() {
    var result = proposed(new ForgeLink(Optional.of(forge.connection())), base);

    var done = assertInstanceOf(Proposing.Result.Proposed.class, result, result.toString());
    assertEquals("there is no branch mesh/proposal/web", done.note());
  }

  private Proposing.Result edited(String text) {
    return new Proposing(branches, new ForgeLink(Optional.empty()))
        .propose(
            new Proposing.Wish(new NodeName("web"), base, "Other", Map.of("a", Optional.of(text))));
  }

  private void asPerson(String... words) {
    List<String> all = new ArrayList<>(List.of("-c", "user.name=t", "-c", "user.email=t@x.org"));
    all.addAll(List.of(words));
    repository.git(all.toArray(String[]::new));
  }

  private String head() {
    return repository.git("ls-remote", "origin", "mesh/proposal/web").split("\t", 2)[0];
  }

  @Test
  void shouldNotReplaceTheProposalOfSomebodyElse() {
    proposed(new ForgeLink(Optional.empty()), base);
    String theirs = head();

    var result = edited("3\n");

    var refused = assertInstanceOf(Proposing.Result.Refused.class, result, result.toString());
    assertEquals(
        "there is another proposal on the branch \"mesh/proposal/web\"; merge or delete it",
        refused.reason());
    assertEquals(theirs, head());
  }

  @Test
  void shouldNotReplaceWhatPeoplePutOnTopOfAProposal() {
    proposed(new ForgeLink(Optional.empty()), base);
    repository.git("fetch", "-q", "origin");
    repository.git("checkout", "-q", "-b", "review", "origin/mesh/proposal/web");
    repository.write("c", "theirs\n").git("add", "c");
    asPerson("commit", "-q", "-m", "Review");
    repository.git("push", "-q", "origin", "review:mesh/proposal/web");
    String theirs = head();

    var result = proposed(new ForgeLink(Optional.empty()), base);

    assertInstanceOf(Proposing.Result.Refused.class, result, result.toString());
    assertEquals(theirs, head());
  }

  @Test
  void shouldTakeTheSameProposalForTheOneThatIsThere() {
    proposed(new ForgeLink(Optional.empty()), base);
    String once = head();

    var result = proposed(new ForgeLink(Optional.empty()), base);

    var done = assertInstanceOf(Proposing.Result.Proposed.class, result, result.toString());
    assertEquals(once, done.commit().id());
    assertEquals(once, head());
  }

  @Test
  void shouldGoOnWithTheNameOfAProposalThatWasMerged() {
    proposed(new ForgeLink(Optional.empty()), base);
    repository.git("fetch", "-q", "origin");
    asPerson("merge", "-q", "--no-ff", "-m", "Merge", "origin/mesh/proposal/web");
    repository.git("push", "-q", "origin", "HEAD:main");
    base = new Revision(repository.git("rev-parse", "HEAD").strip());

    var result = edited("3\n");

    assertInstanceOf(Proposing.Result.Proposed.class, result, result.toString());
    repository.git("fetch", "-q", "origin");
    assertEquals("3\n", repository.git("show", "origin/mesh/proposal/web:a"));
  }

  @Test
  void shouldRefuseABaseThatTheRemoteDoesNotHave() {
    var result = proposed(new ForgeLink(Optional.empty()), new Revision("1".repeat(40)));

    assertInstanceOf(Proposing.Result.Refused.class, result, result.toString());
  }
}
