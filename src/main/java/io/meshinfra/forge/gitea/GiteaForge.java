package io.meshinfra.forge.gitea;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Comment;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.Forge;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.client.GithubForms.CommentText;
import io.meshinfra.forge.client.GithubForms.NewStatus;
import io.meshinfra.forge.client.InPlace;
import io.meshinfra.forge.client.Json;
import io.meshinfra.forge.client.Numbered;
import io.meshinfra.forge.client.Purpose;
import io.meshinfra.forge.client.Wire;
import io.meshinfra.forge.gitea.GiteaPulls.Listed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One repository on Gitea. */
final class GiteaForge implements Forge {
  static final Purpose READ =
      new Purpose("read pull requests", "the scopes \"write:issue\" and \"write:repository\"");
  private static final Purpose WRITE = new Purpose("write a comment", "the scope \"write:issue\"");
  private static final Purpose STATUS =
      new Purpose("set a commit status", "the scope \"write:repository\" of somebody who may push");

  /** The most that Gitea gives at once, unless its administrator allows more. */
  private static final int PAGE = 50;

  private static final int MOST_COMMENTS = 100;

  private final Wire<GiteaApi> wire;

  GiteaForge(Wire<GiteaApi> wire) {
    this.wire = wire;
  }

  @Override
  public Answer<List<PullRequest>> open(String branch) {
    return listed(branch).map(all -> all.stream().map(Listed::pull).toList());
  }

  /** Two pages, and no more. */
  Answer<List<Listed>> listed(String base) {
    return page(base, 1)
        .then(first ->
            first.size() < PAGE
                ? Answer.of(against(base, first))
                : page(base, 2)
                    .map(second ->
                        against(base, Stream.concat(first.stream(), second.stream()).toList())));
  }

  private static List<Listed> against(String base, List<Listed> all) {
    return all.stream().filter(listed -> listed.pull().base().equals(base)).toList();
  }

  private Answer<List<Listed>> page(String base, int page) {
    return wire.look(
        "open " + base + " " + page,
        READ,
        (api, ask) -> api.open(ask, base, PAGE, page),
        GiteaPulls::list);
  }

  @Override
  public Answer<PullRequest> find(PullRequest.Id id) {
    return Numbered.with(
        id,
        number ->
            wire.look("pull " + id, READ, (api, ask) -> api.pull(ask, number), GiteaPulls::one));
  }

  @Override
  public Answer<List<Comment>> comments(PullRequest.Id id) {
    return Numbered.with(
        id,
        number ->
            wire.look(
                "comments " + id,
                READ,
                (api, ask) -> api.comments(ask, number),
                reply -> newest(Json.of(reply.body()).elements())));
  }

  private static List<Comment> newest(List<Json> all) {
    return all.subList(Math.max(0, all.size() - MOST_COMMENTS), all.size()).stream()
        .map(GiteaPulls::comment)
        .toList();
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
                        GiteaPulls::comment),
                () ->
                    wire.ask(
                        WRITE, (api, ask) -> api.comment(ask, number, text), GiteaPulls::comment)));
  }

  @Override
  public Answer<CommitStatus> status(PullRequest on, CommitStatus status) {
    NewStatus said = NewStatus.of(status);
    return wire.ask(STATUS, (api, ask) -> api.status(ask, on.head().id(), said), answer -> status);
  }
}
