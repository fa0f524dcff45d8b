package io.meshinfra.forge.pagure;

import io.meshinfra.forge.Account;
import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Comment;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.Forge;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.PullRequest.State;
import io.meshinfra.forge.client.Numbered;
import io.meshinfra.forge.client.Purpose;
import io.meshinfra.forge.client.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One project on Pagure. Comments cannot be changed by its API, only on its pages, so another text
 * is another comment; that of the pull request itself could be, but those are the author's words,
 * and under them a forged plan would look like one of the hub.
 */
final class PagureForge implements Forge {
  private static final Purpose READ = new Purpose("read pull requests", "no right for that");
  private static final Purpose WRITE =
      new Purpose("write a comment", "the right \"Comment on a pull-request\"");
  private static final Purpose FLAG =
      new Purpose("set a commit status", "the right \"Flag a commit\"");

  private static final int MOST = 100;

  private final Wire<PagureApi> wire;
  private final PagurePulls pulls;
  private final PagureMerges merges;
  private final PagureFlags flags;
  private final Account account;

  PagureForge(Wire<PagureApi> wire, PagurePulls pulls, PagureFlags flags, Account account) {
    this.wire = wire;
    this.pulls = pulls;
    this.merges = new PagureMerges(wire);
    this.flags = flags;
    this.account = account;
  }

  @Override
  public Answer<List<PullRequest>> open(String branch) {
    return open(1).map(all -> all.stream().filter(pull -> pull.base().equals(branch)).toList());
  }

  /** From that page on, all there are or as many as anybody looks at. */
  private Answer<List<PullRequest>> open(int page) {
    return wire.ask(READ, (api, ask) -> api.open(ask, page), pulls::page)
        .then(found ->
            found.isLast() || page * PagureApi.PAGE >= MOST
                ? Answer.of(found.pulls())
                : open(page + 1).map(more -> joined(found.pulls(), more)));
  }

  private static List<PullRequest> joined(List<PullRequest> some, List<PullRequest> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  @Override
  public Answer<PullRequest> find(PullRequest.Id id) {
    return Numbered.with(
            id, number -> wire.ask(READ, (api, ask) -> api.pull(ask, number), pulls::one))
        .then(found ->
            found.state() == State.MERGED
                ? merges.of(found).map(found::mergedBy)
                : Answer.of(found));
  }

  @Override
  public Answer<List<Comment>> comments(PullRequest.Id id) {
    return Numbered.with(
        id,
        number ->
            wire.ask(READ, (api, ask) -> api.pullWithComments(ask, number), PagurePulls::comments));
  }

  @Override
  public Answer<Comment> write(PullRequest.Id id, Optional<Comment.Id> inPlace, String markdown) {
    return account
        .login()
        .then(login ->
            there(id, inPlace, login, markdown)
                .then(there -> there.map(Answer::of).orElseGet(() -> add(id, login, markdown))));
  }

  /** The comment that was to be changed, when it says the same already. */
  private Answer<Optional<Comment>> there(
      PullRequest.Id id, Optional<Comment.Id> inPlace, String login, String text) {
    if (inPlace.isEmpty()) {
      return Answer.of(Optional.empty());
    }
    return comments(id)
        .map(all -> newest(all, login, text).filter(comment -> comment.id().equals(inPlace.get())));
  }

  private Answer<Comment> add(PullRequest.Id id, String login, String text) {
    return Numbered.with(
            id,
            number ->
                wire.ask(WRITE, (api, ask) -> api.comment(ask, number, text), answer -> number))
        .then(number -> comments(id))
        .then(all ->
            newest(all, login, text)
                .map(Answer::of)
                .orElseGet(() ->
                    new Answer.Later<>(
                        "Pagure took a comment of the hub and does not show it",
                        Duration.ofSeconds(5))));
  }

  private static Optional<Comment> newest(List<Comment> all, String login, String text) {
    return all.reversed().stream()
        .filter(comment -> comment.author().equals(login) && comment.text().equals(text))
        .findFirst();
  }

  /** Pagure insists on some. */
  private static String words(CommitStatus status) {
    return status.description().isBlank()
        ? status.state().name().toLowerCase(Locale.ROOT)
        : status.description();
  }

  @Override
  public Answer<CommitStatus> status(PullRequest on, CommitStatus status) {
    return flags
        .uid(on.head(), status.context())
        .then(uid ->
            wire.ask(
                FLAG,
                (api, ask) ->
                    api.flag(
                        ask,
                        on.head().id(),
                        status.context(),
                        words(status),
                        status.state().name().toLowerCase(Locale.ROOT),
                        PagureFlags.page(status.details(), on.page()).toString(),
                        uid),
                answer -> status));
  }
}
