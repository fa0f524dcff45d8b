package io.meshinfra.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshinfra.forge.PullRequest.Id;
import io.meshinfra.forge.PullRequest.State;
import io.meshinfra.model.Revision;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every forge does, whichever it is. The forge may be used by earlier tests already; nothing
 * is expected of pull requests that a test did not open itself.
 */
public abstract class ForgeContract {
  private static final Optional<URI> DETAILS = Optional.of(URI.create("https://hub.example/r/1"));

  /** The forge as the hub reaches it. */
  protected abstract Connection connection();

  protected abstract People people();

  /** Whether pull requests can come from other repositories, and people write under them. */
  protected boolean hasStrangersAndComments() {
    return true;
  }

  /** Why it was refused. */
  protected static String refused(Answer<?> answer) {
    return assertInstanceOf(Answer.Refused.class, answer).reason();
  }

  protected static <T> T given(Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T> given -> given.value();
      case Answer.Refused<T> refused -> throw new AssertionError("refused: " + refused.reason());
      case Answer.Later<T> later -> throw new AssertionError("later: " + later.reason());
    };
  }

  private Forge forge() {
    return connection().forge();
  }

  private PullRequest found(Id id) {
    return given(forge().find(id));
  }

  private List<Id> open() {
    return given(forge().open("main")).stream().map(PullRequest::id).toList();
  }

  @Test
  void shouldListOpenPullRequestsTheNewestFirst() {
    Id first = people().open(People.MEMBER, "Add tmux");
    Id second = people().open(People.MEMBER, "Add ripgrep");
    Id third = people().open(People.MEMBER, "Never mind");
    people().close(third);

    List<Id> open = open();
    assertTrue(open.contains(first) && open.contains(second), open.toString());
    assertFalse(open.contains(third), open.toString());
    assertTrue(open.indexOf(second) < open.indexOf(first), open.toString());
    assertEquals(List.of(), given(forge().open("another")));
  }

  @Test
  void shouldTellAPullRequestTheSameInTheListAndAlone() {
    Id id = people().open(People.MEMBER, "Add tmux");
    PullRequest alone = found(id);
    PullRequest listed =
        given(forge().open("main")).stream().filter(p -> p.id().equals(id)).findFirst().get();

    assertEquals(alone, listed);
    assertEquals(State.OPEN, alone.state());
    assertTrue(alone.title().startsWith("Add tmux"), alone.title());
    assertEquals("main", alone.base());
    assertFalse(alone.fork());
    assertEquals(Optional.empty(), alone.merged());
    assertTrue(alone.headRef().startsWith("refs/"), alone.headRef());
    assertFalse(alone.page().toString().isEmpty());
  }

  @Test
  void shouldTellThatAPullRequestComesFromAFork() {
    assumeTrue(hasStrangersAndComments());
    PullRequest theirs = found(people().open(People.STRANGER, "Trust me"));
    assertTrue(theirs.fork());
    assertEquals(People.STRANGER, theirs.author());
  }

  @Test
  void shouldSeeAPush() {
    Id id = people().open(People.MEMBER, "Add tmux");
    Revision before = found(id).head();
    Revision pushed = people().push(id);
    assertNotEquals(before, pushed);
    assertEquals(pushed, found(id).head());
  }

  @Test
  void shouldTellTheCommitThatMergedIt() {
    Id id = people().open(People.MEMBER, "Add tmux");
    Revision merge = people().merge(id);
    PullRequest merged = found(id);
    assertEquals(State.MERGED, merged.state());
    assertEquals(Optional.of(merge), merged.merged());
    assertFalse(open().contains(id));
  }

  /** Where there is no forge, only what was told of it is left. */
  @Test
  void shouldTellThatItWasClosed() {
    Id id = people().open(People.MEMBER, "Add tmux");
    CommitStatus told = new CommitStatus("mesh/plan", CommitStatus.State.PENDING, "", DETAILS);
    given(forge().status(found(id), told));
    people().close(id);
    PullRequest closed = found(id);
    assertEquals(State.CLOSED, closed.state());
    assertEquals(Optional.empty(), closed.merged());
  }

  @Test
  void shouldRefuseAPullRequestThatIsNotThere() {
    assertInstanceOf(Answer.Refused.class, forge().find(new Id("99999999")));
  }

  @Test
  void shouldAddACommentOnlyForAnotherTextWhereNoneCanBeChanged() {
    assumeFalse(connection().limits().changesComments());
    Id id = people().open(People.MEMBER, "Add tmux");
    Comment first = given(forge().write(id, Optional.empty(), "# Plan\n1 change"));
    Comment same = given(forge().write(id, Optional.of(first.id()), "# Plan\n1 change"));
    Comment other = given(forge().write(id, Optional.of(first.id()), "# Plan\n2 changes"));

    assertEquals(first, same);
    assertNotEquals(first.id(), other.id());
    assertEquals(List.of("# Plan\n1 change", "# Plan\n2 changes"), people().comments(id));
  }

  @Test
  void shouldWriteAndChangeACommentInPlace() {
    assumeTrue(connection().limits().changesComments());
    Id id = people().open(People.MEMBER, "Add tmux");
    Comment first = given(forge().write(id, Optional.empty(), "# Plan\n1 change"));
    Comment second = given(forge().write(id, Optional.of(first.id()), "# Plan\n2 changes"));

    assertEquals(first.id(), second.id());
    assertEquals(List.of("# Plan\n2 changes"), people().comments(id));
    assertEquals("# Plan\n2 changes", given(forge().comments(id)).getFirst().text());
  }

  @Test
  void shouldWriteADeletedCommentAnew() {
    Id id = people().open(People.MEMBER, "Add tmux");
    Comment first = given(forge().write(id, Optional.empty(), "one"));
    people().delete(id, first.id());
    given(forge().write(id, Optional.of(first.id()), "two"));
    assertEquals(List.of("two"), people().comments(id));
  }

  @Test
  void shouldWriteTheLongestComment() {
    Id id = people().open(People.MEMBER, "Add tmux");
    String longest = "ü".repeat(connection().limits().longestComment());
    given(forge().write(id, Optional.empty(), longest));
    assertEquals(List.of(longest), people().comments(id));
  }

  @Test
  void shouldTellCommentsTheOldestFirstAndWhoWroteThem() {
    assumeTrue(hasStrangersAndComments());
    Id id = people().open(People.MEMBER, "Add tmux");
    people().comment(id, People.MEMBER, "mesh plan");
    people().comment(id, People.STRANGER, "mesh <b>approve</b> \u202e ü 🎉");

    List<Comment> comments = given(forge().comments(id));
    assertEquals(
        List.of("mesh plan", "mesh <b>approve</b> \u202e ü 🎉"),
        comments.stream().map(Comment::text).toList());
    assertEquals(
        List.of(People.MEMBER, People.STRANGER), comments.stream().map(Comment::author).toList());
    assertFalse(comments.get(1).writtenAt().isBefore(comments.get(0).writtenAt()));
  }

  @Test
  void shouldWriteAsItsAccount() {
    assumeTrue(connection().account().isPresent());
    Id id = people().open(People.MEMBER, "Add tmux");
    Comment written = given(forge().write(id, Optional.empty(), "plan"));
    String login = given(connection().account().get().login());
    assertEquals(login, written.author());
    assertEquals(login, given(forge().comments(id)).getFirst().author());
  }

  @Test
  void shouldSayTheStatusOfTheHead() {
    PullRequest on = found(people().open(People.MEMBER, "Add tmux"));
    for (CommitStatus.State state : CommitStatus.State.values()) {
      given(forge().status(on, new CommitStatus("mesh/plan", state, "3 nodes", DETAILS)));
      assertEquals(Optional.of(state), people().status(on.head(), "mesh/plan"));
    }
    CommitStatus again = new CommitStatus("mesh/plan", CommitStatus.State.PENDING, "", DETAILS);
    given(forge().status(on, again));
    given(forge().status(on, again));
    given(
        forge()
            .status(
                on,
                new CommitStatus(
                    "mesh/scope", CommitStatus.State.SUCCESS, "ü".repeat(999), Optional.empty())));
    assertEquals(Optional.of(CommitStatus.State.SUCCESS), people().status(on.head(), "mesh/scope"));
  }

  @Test
  void shouldSayTheStatusOfAHeadInAFork() {
    assumeTrue(hasStrangersAndComments());
    PullRequest on = found(people().open(People.STRANGER, "Trust me"));
    given(
        forge()
            .status(on, new CommitStatus("mesh/plan", CommitStatus.State.FAILURE, "no", DETAILS)));
    assertEquals(Optional.of(CommitStatus.State.FAILURE), people().status(on.head(), "mesh/plan"));
  }

  @Test
  void shouldKnowWhoMayWrite() {
    assumeTrue(connection().members().isPresent());
    Members members = connection().members().get();
    assertTrue(given(members.mayWrite(People.MEMBER)));
    assertFalse(given(members.mayWrite(People.STRANGER)));
    assertFalse(given(members.mayWrite("nobody-by-this-name")));
    assertFalse(given(members.mayWrite("../../user")));
  }

  @Test
  void shouldProposeOnceAndChangeWhatItProposed() {
    assumeTrue(connection().proposes().isPresent());
    Proposes proposes = connection().proposes().get();
    String branch = "mesh/drift/once";
    people().branch(branch);
    PullRequest first =
        given(proposes.propose(new Proposes.Proposal(branch, "main", "Drift", "one")));
    PullRequest again =
        given(proposes.propose(new Proposes.Proposal(branch, "main", "More drift", "two")));

    assertEquals(first.id(), again.id());
    assertTrue(found(first.id()).title().contains("More drift"));
    assertEquals(State.OPEN, found(first.id()).state());
  }

  @Test
  void shouldCloseWhatItProposed() {
    assumeTrue(connection().proposes().isPresent());
    Proposes proposes = connection().proposes().get();
    String branch = "mesh/drift/gone";
    people().branch(branch);
    Id id = given(proposes.propose(new Proposes.Proposal(branch, "main", "Drift", "one"))).id();
    assertEquals(State.CLOSED, given(proposes.close(id)).state());
    assertEquals(State.CLOSED, given(proposes.close(id)).state(), "once more does no harm");
  }
}
