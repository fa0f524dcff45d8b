package io.meshinfra.reconcile.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.ForgeContract;
import io.meshinfra.forge.ForgeSettings;
import io.meshinfra.forge.People;
import io.meshinfra.forge.Proposes.Proposal;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.none.NoneProvider;
import io.meshinfra.model.Revision;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.RemoteBranches;
import io.meshinfra.source.SourceSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.util.FS;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plain git remote, held to what is asked of a forge. */
class NoneForgeTest extends ForgeContract {
  @TempDir Path folder;

  private GitPeople people;
  private RemoteBranches branches;
  private Connection connection;

  @BeforeEach
  void connect() {
    people = new GitPeople(folder);
    branches = open(people.remote(), "hub");
    // In the background JGit measures with files of its own; not in a folder that a test removes.
    FS.FileStoreAttributes.get(Path.of(System.getProperty("java.io.tmpdir")));
    connection = connected(branches);
  }

  private RemoteBranches open(String remote, String name) {
    return new RemoteBranches(
        SourceSettings.of(remote, "main", folder.resolve("unused")),
        folder.resolve(name),
        new Secrets(List.of()),
        Clock.systemUTC());
  }

  private static Connection connected(RemoteBranches branches) {
    ForgeSettings nothing =
        new ForgeSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ForgeSettings.TIMEOUT);
    return given(
        new NoneProvider(new GitBranches(branches))
            .connect(nothing, new Secrets(List.of()), Clock.systemUTC()));
  }

  @AfterEach
  void close() {
    branches.close();
  }

  @Override
  protected Connection connection() {
    return connection;
  }

  @Override
  protected People people() {
    return people;
  }

  @Override
  protected boolean hasStrangersAndComments() {
    return false;
  }

  private List<String> open() {
    return given(connection.forge().open("main")).stream().map(p -> p.id().value()).toList();
  }

  private static CommitStatus plan(CommitStatus.State state) {
    return new CommitStatus("mesh/plan", state, "3 nodes", Optional.empty());
  }

  @Test
  void shouldNotTakeBranchesOfItsOwnForPullRequests() {
    people.branch("mesh/other");
    PullRequest.Id id = people.open(People.MEMBER, "Add tmux");
    given(connection.forge().write(id, Optional.empty(), "# Plan"));
    people.git("push", "-q", "origin", "main:refs/heads/same");
    assertEquals(List.of(id.value()), open());
  }

  @Test
  void shouldTakeABranchAboutDriftForAPullRequest() {
    people.branch("mesh/drift/laptop");
    given(
        connection
            .proposes()
            .orElseThrow()
            .propose(new Proposal("mesh/drift/laptop", "main", "Drift", "text")));
    assertEquals(List.of("mesh/drift/laptop"), open());
  }

  @Test
  void shouldLeaveOutABranchThatCannotBeNamed() {
    people.branch("fix#1-\u00fc");
    people.branch("fine");
    assertEquals(List.of("fine"), open());
  }

  @Test
  void shouldTellWhoWroteTheNewestCommit() {
    PullRequest.Id id = people.open(People.MEMBER, "Add tmux");
    PullRequest found = given(connection.forge().find(id));
    assertEquals("Ada <ada@example.org>", found.author());
    assertEquals("refs/heads/" + id, found.headRef());
  }

  /** The report is what is left of it. */
  @Test
  void shouldTellWhetherADeletedBranchWasMerged() {
    PullRequest.Id merged = people.open(People.MEMBER, "Add tmux");
    PullRequest.Id dropped = people.open(People.MEMBER, "Never mind");
    for (PullRequest.Id id : List.of(merged, dropped)) {
      PullRequest on = given(connection.forge().find(id));
      given(connection.forge().status(on, plan(CommitStatus.State.SUCCESS)));
    }
    Revision merge = people.merge(merged);
    people.close(merged);
    people.close(dropped);

    assertEquals(Optional.of(merge), given(connection.forge().find(merged)).merged());
    PullRequest closed = given(connection.forge().find(dropped));
    assertEquals(PullRequest.State.CLOSED, closed.state());
  }

  @Test
  void shouldForgetWhatWasSaidOfAnOlderHead() {
    PullRequest.Id id = people.open(People.MEMBER, "Add tmux");
    PullRequest before = given(connection.forge().find(id));
    given(
        connection
            .forge()
            .status(
                before,
                new CommitStatus("mesh/scope", CommitStatus.State.FAILURE, "x", Optional.empty())));
    people.push(id);
    PullRequest after = given(connection.forge().find(id));
    given(connection.forge().status(after, plan(CommitStatus.State.PENDING)));
    String said = people.file(id + "/status.json").orElseThrow();
    assertTrue(said.contains("mesh/plan") && !said.contains("mesh/scope"), said);
  }

  @Test
  void shouldNotBreakOnAReportThatSomebodyMadeUp() {
    PullRequest.Id id = people.open(People.MEMBER, "Add tmux");
    PullRequest on = given(connection.forge().find(id));
    for (String odd :
        List.of(
            "",
            "{",
            "[]",
            "{\"head\": \"../x\", \"contexts\": {}}",
            "{\"head\": \"" + "a".repeat(40) + "\"}",
            "{\"head\": \"" + "a".repeat(40) + "\", \"contexts\": {\"mesh/plan\": 1}}")) {
      given(
          new GitBranches(branches)
              .write("mesh/reports", java.util.Map.of(id + "/status.json", odd), "Odd"));
      given(connection.forge().find(id));
      given(connection.forge().status(on, plan(CommitStatus.State.SUCCESS)));
    }
    assertEquals(Optional.of(CommitStatus.State.SUCCESS), people.status(on.head(), "mesh/plan"));
  }

  @Test
  void shouldProposeABranchThatIsThereOnly() {
    var proposes = connection.proposes().orElseThrow();
    Answer<?> answer = proposes.propose(new Proposal("mesh/drift/laptop", "main", "Drift", "text"));
    assertTrue(refused(answer).contains("no branch mesh/drift/laptop"));

    people.branch("mesh/drift/laptop");
    given(proposes.propose(new Proposal("mesh/drift/laptop", "main", "Drift", "text")));
    assertEquals(Optional.of("# Drift\n\ntext"), people.file("mesh/drift/laptop/proposal.md"));
  }

  @Test
  void shouldDeleteOnlyWhatIsItsOwn() {
    PullRequest.Id theirs = people.open(People.MEMBER, "Add tmux");
    assertTrue(
        refused(connection.proposes().orElseThrow().close(theirs)).contains("is not the hub's"));
    assertEquals(List.of(theirs.value()), open());
  }

  @Test
  void shouldTellThatTheRemoteIsAway() {
    try (RemoteBranches nowhere = open(folder.resolve("nowhere").toString(), "other")) {
      Answer.Later<?> later =
          assertInstanceOf(Answer.Later.class, connected(nowhere).forge().open("main"));
      assertTrue(later.reason().contains("no git repository"), later.reason());
    }
  }

  @Test
  void shouldWorkForTwoHubsAtOnce() {
    PullRequest.Id id = people.open(People.MEMBER, "Add tmux");
    PullRequest on = given(connection.forge().find(id));
    try (RemoteBranches second = open(people.remote(), "second")) {
      Connection other = connected(second);
      given(connection.forge().write(id, Optional.empty(), "one"));
      given(other.forge().status(on, plan(CommitStatus.State.SUCCESS)));
      given(connection.forge().write(id, Optional.empty(), "two"));
    }
    assertEquals(List.of("two"), people.comments(id));
    assertEquals(Optional.of(CommitStatus.State.SUCCESS), people.status(on.head(), "mesh/plan"));
    assertFalse(people.file(id + "/status.json").isEmpty());
  }
}
