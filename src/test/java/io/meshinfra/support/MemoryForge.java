package io.meshinfra.support;

import io.meshinfra.forge.Account;
import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Comment;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.Forge;
import io.meshinfra.forge.Limits;
import io.meshinfra.forge.Members;
import io.meshinfra.forge.Proposes;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.model.Revision;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A forge in the memory of a test: what the hub writes is there to be looked at. */
public final class MemoryForge implements Forge, Members, Account, Proposes {
  public static final String HUB = "mesh-bot";

  private final Clock clock;
  private final int longest;
  private final Map<PullRequest.Id, PullRequest> pulls = new LinkedHashMap<>();
  private final Map<PullRequest.Id, List<Comment>> comments = new HashMap<>();
  private final Map<String, CommitStatus> statuses = new HashMap<>();
  private final List<String> statusLog = new ArrayList<>();
  private final Map<PullRequest.Id, String> descriptions = new HashMap<>();
  private final Set<String> writers = new HashSet<>();
  private final Map<String, Revision> branches = new HashMap<>();
  private Optional<Answer<?>> trouble = Optional.empty();
  private boolean changesComments = true;
  private int number;
  private int calls;
  private int writes;

  public MemoryForge(Clock clock, int longest) {
    this.clock = clock;
    this.longest = longest;
  }

  public synchronized Connection connection() {
    return new Connection(
        this,
        new Limits(longest, true, changesComments),
        Optional.of(this),
        Optional.of(this),
        Optional.empty(),
        Optional.of(this));
  }

  /** From now on another text is another comment; for connections that are made then. */
  public synchronized void cannotChangeComments() {
    changesComments = false;
  }

  // What people do.

  public synchronized MemoryForge member(String login) {
    writers.add(login);
    return this;
  }

  public synchronized PullRequest.Id open(
      String author, boolean fork, Revision head, String branch, String title) {
    PullRequest.Id id = new PullRequest.Id(String.valueOf(++number));
    pulls.put(
        id,
        new PullRequest(
            id,
            PullRequest.State.OPEN,
            title,
            author,
            fork,
            "main",
            head,
            "refs/heads/" + branch,
            Optional.empty(),
            URI.create("https://forge.example/pulls/" + id)));
    return id;
  }

  public synchronized void push(PullRequest.Id id, Revision head) {
    put(id, PullRequest.State.OPEN, head, Optional.empty());
  }

  public synchronized void merge(PullRequest.Id id, Revision merged) {
    put(id, PullRequest.State.MERGED, pulls.get(id).head(), Optional.of(merged));
  }

  public synchronized void closed(PullRequest.Id id) {
    put(id, PullRequest.State.CLOSED, pulls.get(id).head(), Optional.empty());
  }

  public synchronized void branch(String name, Revision head) {
    branches.put(name, head);
  }

  private void put(
      PullRequest.Id id, PullRequest.State state, Revision head, Optional<Revision> merged) {
    PullRequest p = pulls.get(id);
    pulls.put(
        id,
        new PullRequest(
            id,
            state,
            p.title(),
            p.author(),
            p.fork(),
            p.base(),
            head,
            p.headRef(),
            merged,
            p.page()));
  }

  public synchronized void comment(PullRequest.Id id, String author, String text) {
    add(id, author, text);
  }

  public synchronized void delete(PullRequest.Id id, Comment.Id comment) {
    comments.get(id).removeIf(c -> c.id().equals(comment));
  }

  /** From now on every call ends so, until there is no trouble. */
  public synchronized void trouble(Answer<?> answer) {
    trouble = Optional.of(answer);
  }

  public synchronized void noTrouble() {
    trouble = Optional.empty();
  }

  // What is there to be seen.

  public synchronized List<String> texts(PullRequest.Id id) {
    return said(id).stream().map(Comment::text).toList();
  }

  /** The comments of the hub. */
  public synchronized List<String> plans(PullRequest.Id id) {
    return said(id).stream().filter(c -> c.author().equals(HUB)).map(Comment::text).toList();
  }

  public synchronized List<Comment> said(PullRequest.Id id) {
    return List.copyOf(comments.getOrDefault(id, List.of()));
  }

  public synchronized Optional<CommitStatus> statusOf(Revision head, String context) {
    return Optional.ofNullable(statuses.get(head + " " + context));
  }

  /** Every status that was set, in its order. */
  public synchronized List<String> statusLog() {
    return List.copyOf(statusLog);
  }

  public synchronized String description(PullRequest.Id id) {
    return descriptions.getOrDefault(id, "");
  }

  public synchronized List<PullRequest> all() {
    return List.copyOf(pulls.values());
  }

  public synchronized int calls() {
    return calls;
  }

  public synchronized int writes() {
    return writes;
  }

  // What the hub asks.

  @SuppressWarnings("unchecked")
  private <T> Optional<Answer<T>> inTrouble() {
    calls++;
    return trouble.map(answer -> (Answer<T>) answer);
  }

  private static <T> Answer<T> missing() {
    return new Answer.Refused<>("there is no such pull request");
  }

  @Override
  public synchronized Answer<List<PullRequest>> open(String branch) {
    Optional<Answer<List<PullRequest>>> trouble = inTrouble();
    return trouble.orElseGet(() ->
        Answer.of(
            pulls.values().stream()
                .filter(p -> p.isOpen() && p.base().equals(branch))
                .sorted(Comparator.comparing((PullRequest p) -> p.id()).reversed())
                .toList()));
  }

  @Override
  public synchronized Answer<PullRequest> find(PullRequest.Id id) {
    Optional<Answer<PullRequest>> trouble = inTrouble();
    return trouble.orElseGet(
        () -> Optional.ofNullable(pulls.get(id)).map(Answer::of).orElse(missing()));
  }

  @Override
  public synchronized Answer<List<Comment>> comments(PullRequest.Id id) {
    Optional<Answer<List<Comment>>> trouble = inTrouble();
    return trouble.orElseGet(() -> Answer.of(said(id)));
  }

  @Override
  public synchronized Answer<Comment> write(
      PullRequest.Id id, Optional<Comment.Id> inPlace, String markdown) {
    Optional<Answer<Comment>> trouble = inTrouble();
    if (trouble.isPresent()) {
      return trouble.get();
    }
    if (markdown.length() > longest) {
      return new Answer.Refused<>("too long: " + markdown.length());
    }
    writes++;
    List<Comment> all = comments.computeIfAbsent(id, i -> new ArrayList<>());
    for (int i = 0; i < all.size(); i++) {
      Comment there = all.get(i);
      if (changesComments && inPlace.equals(Optional.of(there.id()))) {
        Comment changed = new Comment(there.id(), there.author(), markdown, there.writtenAt());
        all.set(i, changed);
        return Answer.of(changed);
      }
    }
    return Answer.of(add(id, HUB, markdown));
  }

  private Comment add(PullRequest.Id id, String author, String text) {
    Comment comment = new Comment(new Comment.Id("c" + ++number), author, text, clock.instant());
    comments.computeIfAbsent(id, i -> new ArrayList<>()).add(comment);
    return comment;
  }

  @Override
  public synchronized Answer<CommitStatus> status(PullRequest on, CommitStatus status) {
    Optional<Answer<CommitStatus>> trouble = inTrouble();
    if (trouble.isPresent()) {
      return trouble.get();
    }
    statuses.put(on.head() + " " + status.context(), status);
    statusLog.add(on.head().abbreviated() + " " + status.state() + " " + status.description());
    return Answer.of(status);
  }

  /** The hub itself is no member: a GitHub App is none either. */
  @Override
  public synchronized Answer<Boolean> mayWrite(String login) {
    Optional<Answer<Boolean>> trouble = inTrouble();
    return trouble.orElseGet(() -> Answer.of(writers.contains(login)));
  }

  @Override
  public synchronized Answer<String> login() {
    Optional<Answer<String>> trouble = inTrouble();
    return trouble.orElseGet(() -> Answer.of(HUB));
  }

  @Override
  public synchronized Answer<PullRequest> propose(Proposal proposal) {
    Optional<Answer<PullRequest>> trouble = inTrouble();
    if (trouble.isPresent()) {
      return trouble.get();
    }
    Revision head = branches.get(proposal.branch());
    if (head == null) {
      return new Answer.Refused<>("there is no branch " + proposal.branch());
    }
    String ref = "refs/heads/" + proposal.branch();
    PullRequest.Id id =
        pulls.values().stream()
            .filter(p -> p.isOpen() && !p.fork() && p.headRef().equals(ref))
            .map(PullRequest::id)
            .findFirst()
            .orElseGet(() -> open(HUB, false, head, proposal.branch(), proposal.title()));
    PullRequest p = pulls.get(id);
    pulls.put(
        id,
        new PullRequest(
            id,
            p.state(),
            proposal.title(),
            p.author(),
            p.fork(),
            p.base(),
            head,
            p.headRef(),
            p.merged(),
            p.page()));
    descriptions.put(id, proposal.markdown());
    return Answer.of(pulls.get(id));
  }

  @Override
  public synchronized Answer<PullRequest> close(PullRequest.Id id) {
    Optional<Answer<PullRequest>> trouble = inTrouble();
    if (trouble.isPresent()) {
      return trouble.get();
    }
    if (!pulls.containsKey(id)) {
      return missing();
    }
    if (pulls.get(id).isOpen()) {
      closed(id);
    }
    return Answer.of(pulls.get(id));
  }
}
