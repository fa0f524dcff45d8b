package io.meshinfra.forge.github;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Comment;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.Forge;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.client.GithubForms.CommentText;
import io.meshinfra.forge.client.GithubForms.NewStatus;
import io.meshinfra.forge.client.InPlace;
import io.meshinfra.forge.client.Numbered;
import io.meshinfra.forge.client.Purpose;
import io.meshinfra.forge.client.Reply;
import io.meshinfra.forge.client.Wire;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One repository on GitHub. */
final class GithubForge implements Forge {
  static final Purpose READ =
      new Purpose("read pull requests", "the permission \"Pull requests: Read and write\"");
  static final Purpose WRITE =
      new Purpose("write a comment", "the permission \"Pull requests: Read and write\"");
  private static final Purpose STATUS =
      new Purpose("set a commit status", "the permission \"Commit statuses: Read and write\"");

  private static final int MOST = 100;

  private final Wire<GithubApi> wire;

  GithubForge(Wire<GithubApi> wire) {
    this.wire = wire;
  }

  @Override
  public Answer<List<PullRequest>> open(String branch) {
    return wire.look(
        "open " + branch, READ, (api, ask) -> api.open(ask, branch, null), GithubPulls::list);
  }

  @Override
  public Answer<PullRequest> find(PullRequest.Id id) {
    return Numbered.with(
        id,
        number ->
            wire.look("pull " + id, READ, (api, ask) -> api.pull(ask, number), GithubPulls::one));
  }

  /** GitHub gives them the oldest first only, so the newest are on the last pages. */
  @Override
  public Answer<List<Comment>> comments(PullRequest.Id id) {
    return Numbered.with(
        id,
        number ->
            page(number, 1)
                .then(first ->
                    first.last() == 1 ? Answer.of(first.comments()) : newest(number, first)));
  }

  private record Page(List<Comment> comments, int last) {
    static Page of(Reply reply) {
      return new Page(GithubPulls.comments(reply), reply.lastPage());
    }
  }

  private Answer<Page> page(long number, int page) {
    return wire.look(
        "comments " + number + " " + page,
        READ,
        (api, ask) -> api.comments(ask, number, page),
        Page::of);
  }

  private Answer<List<Comment>> newest(long number, Page first) {
    Answer<Page> before = first.last() == 2 ? Answer.of(first) : page(number, first.last() - 1);
    return before.then(
        early -> page(number, first.last()).map(late -> newest(early.comments(), late.comments())));
  }

  private static List<Comment> newest(List<Comment> early, List<Comment> late) {
    List<Comment> all = Stream.concat(early.stream(), late.stream()).toList();
    return all.subList(Math.max(0, all.size() - MOST), all.size());
  }

  @Override
  public Answer<Comment> write(PullRequest.Id id, Optional<Comment.Id> inPlace, String markdown) {
    CommentText text = new CommentText(markdown);
    return Numbered.with(
        id,
        number ->
            InPlace.write(
                inPlace,
                known ->
                    wire.askIfThere(
                        WRITE,
                        (api, ask) -> api.recomment(ask, known.value(), text),
                        GithubPulls::comment),
                () ->
                    wire.ask(
                        WRITE,
                        (api, ask) -> api.comment(ask, number, text),
                        GithubPulls::comment)));
  }

  @Override
  public Answer<CommitStatus> status(PullRequest on, CommitStatus status) {
    NewStatus said = NewStatus.of(status);
    return wire.ask(STATUS, (api, ask) -> api.status(ask, on.head().id(), said), answer -> status);
  }
}
