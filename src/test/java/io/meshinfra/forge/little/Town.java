package io.meshinfra.forge.little;

import io.meshinfra.forge.Comment;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.People;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.PullRequest.State;
import io.meshinfra.model.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a little forge keeps: pull requests, comments, statuses, branches. In memory. */
final class Town implements People {
  static final String HUB = "mesh-hub";
  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

  private final List<Pull> pulls = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();
  private final Map<String, CommitStatus.State> statuses = new HashMap<>();
  private final List<String> branches = new ArrayList<>(List.of("main"));
  private int counter;

  /** A pull request. */
  record Pull(
      long number,
      String author,
      String title,
      String body,
      boolean fork,
      String branch,
      String base,
      State state,
      Revision head,
      Optional<Revision> merge) {

    Pull with(State next, Revision commit, Optional<Revision> merged) {
      return new Pull(number, author, title, body, fork, branch, base, next, commit, merged);
    }

    Pull told(String newTitle, String newBody) {
      return new Pull(number, author, newTitle, newBody, fork, branch, base, state, head, merge);
    }
  }

  /** A comment. */
  record Note(long id, long pull, String author, String text, Instant at) {}

  private synchronized int next() {
    return ++counter;
  }

  private Revision commit() {
    return new Revision("%040x".formatted(0xabcdef000L + next()));
  }

  Instant now() {
    return BEGIN.plusSeconds(next());
  }

  @Override
  public PullRequest.Id open(String author, String title) {
    boolean fork = !author.equals(MEMBER);
    return id(open(author, title, "please", fork, "topic-" + next(), "main"));
  }

  synchronized Pull open(
      String author, String title, String body, boolean fork, String branch, String base) {
    Pull pull =
        new Pull(
            next(),
            author,
            title,
            body,
            fork,
            branch,
            base,
            State.OPEN,
            commit(),
            Optional.empty());
    pulls.add(pull);
    return pull;
  }

  private static PullRequest.Id id(Pull pull) {
    return new PullRequest.Id(Long.toString(pull.number()));
  }

  /** All of them, the newest first. */
  synchronized List<Pull> pulls() {
    return pulls.reversed().stream().toList();
  }

  synchronized Optional<Pull> pull(String number) {
    return pulls.stream().filter(p -> Long.toString(p.number()).equals(number)).findFirst();
  }

  private Pull pull(PullRequest.Id id) {
    return pull(id.value()).orElseThrow();
  }

  synchronized Pull replace(Pull pull) {
    pulls.replaceAll(p -> p.number() == pull.number() ? pull : p);
    return pull;
  }

  @Override
  public Revision push(PullRequest.Id id) {
    Revision head = commit();
    replace(pull(id).with(State.OPEN, head, Optional.empty()));
    return head;
  }

  @Override
  public Revision merge(PullRequest.Id id) {
    Revision merge = commit();
    replace(pull(id).with(State.MERGED, pull(id).head(), Optional.of(merge)));
    return merge;
  }

  @Override
  public void close(PullRequest.Id id) {
    replace(pull(id).with(State.CLOSED, pull(id).head(), Optional.empty()));
  }

  @Override
  public void comment(PullRequest.Id id, String author, String text) {
    note(pull(id).number(), author, text);
  }

  synchronized Note note(long pull, String author, String text) {
    Note note = new Note(next(), pull, author, text, now());
    notes.add(note);
    return note;
  }

  synchronized Optional<Note> renote(String id, String text) {
    Optional<Note> changed =
        notes.stream()
            .filter(n -> Long.toString(n.id()).equals(id))
            .findFirst()
            .map(n -> new Note(n.id(), n.pull(), n.author(), text, n.at()));
    changed.ifPresent(c -> notes.replaceAll(n -> n.id() == c.id() ? c : n));
    return changed;
  }

  synchronized List<Note> notes(long pull) {
    return notes.stream().filter(n -> n.pull() == pull).toList();
  }

  @Override
  public synchronized void delete(PullRequest.Id id, Comment.Id comment) {
    notes.removeIf(n -> Long.toString(n.id()).equals(comment.value()));
  }

  @Override
  public List<String> comments(PullRequest.Id id) {
    return notes(pull(id).number()).stream().map(Note::text).toList();
  }

  synchronized void status(String commit, String context, CommitStatus.State state) {
    statuses.put(commit + " " + context, state);
  }

  @Override
  public synchronized Optional<CommitStatus.State> status(Revision commit, String context) {
    return Optional.ofNullable(statuses.get(commit.id() + " " + context));
  }

  synchronized boolean knows(String commit) {
    return pulls.stream().anyMatch(p -> p.head().id().equals(commit));
  }

  @Override
  public synchronized void branch(String name) {
    branches.add(name);
  }

  synchronized boolean has(String branch) {
    return branches.contains(branch);
  }

  /** Whether somebody has an account here. */
  static boolean isSomebody(String login) {
    return List.of(MEMBER, STRANGER, HUB).contains(login);
  }
}
