package io.meshinfra.forge.gitlab;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Comment;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.Forge;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.client.InPlace;
import io.meshinfra.forge.client.Json;
import io.meshinfra.forge.client.Numbered;
import io.meshinfra.forge.client.Purpose;
import io.meshinfra.forge.client.Wire;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** One project on GitLab. */
final class GitlabForge implements Forge {
  static final Purpose READ =
      new Purpose("read merge requests", "the scope \"api\" and the role Reporter or more");
  private static final Purpose WRITE =
      new Purpose("write a comment", "the scope \"api\" and the role Reporter or more");
  private static final Purpose STATUS =
      new Purpose("set a commit status", "the scope \"api\" and the role Developer or more");

  private final Wire<GitlabApi> wire;
  private final String project;

  GitlabForge(Wire<GitlabApi> wire, String project) {
    this.wire = wire;
    this.project = project;
  }

  @Override
  public Answer<List<PullRequest>> open(String branch) {
    return wire.look(
        "open " + branch,
        READ,
        (api, ask) -> api.open(ask, project, branch, null),
        GitlabRequests::list);
  }

  @Override
  public Answer<PullRequest> find(PullRequest.Id id) {
    return Numbered.with(
        id,
        number ->
            wire.look(
                "request " + id,
                READ,
                (api, ask) -> api.mergeRequest(ask, project, number),
                GitlabRequests::one));
  }

  @Override
  public Answer<List<Comment>> comments(PullRequest.Id id) {
    return Numbered.with(
        id,
        number ->
            wire.look(
                "notes " + id,
                READ,
                (api, ask) -> api.notes(ask, project, number),
                GitlabRequests::comments));
  }

  @Override
  public Answer<Comment> write(PullRequest.Id id, Optional<Comment.Id> inPlace, String markdown) {
    GitlabApi.NoteText text = new GitlabApi.NoteText(withoutOrders(markdown));
    return Numbered.with(
        id,
        number ->
            InPlace.write(
                inPlace,
                known ->
                    wire.askIfThere(
                        WRITE,
                        (api, ask) -> api.renote(ask, project, number, known.value(), text),
                        GitlabRequests::comment),
                () ->
                    wire.ask(
                        WRITE,
                        (api, ask) -> api.note(ask, project, number, text),
                        GitlabRequests::comment)));
  }

  /**
   * A line that begins with a slash is an order to GitLab, like {@code /merge}, and would be
   * carried out in the name of the hub. A space before it shows the same and orders nothing.
   */
  static String withoutOrders(String markdown) {
    return markdown.replaceAll("(^|[\\n\\r])/", "$1 /");
  }

  /** GitLab shows a status beside a merge request only when it names its branch. */
  @Override
  public Answer<CommitStatus> status(PullRequest on, CommitStatus status) {
    return Numbered.with(
        on.id(),
        number ->
            wire.look(
                    "branch " + on.id(),
                    READ,
                    (api, ask) -> api.mergeRequest(ask, project, number),
                    reply -> Json.of(reply.body()).branch("source_branch"))
                .then(branch -> status(on, branch, status)));
  }

  private Answer<CommitStatus> status(PullRequest on, String branch, CommitStatus status) {
    GitlabApi.NewStatus said =
        new GitlabApi.NewStatus(
            word(status.state()),
            branch,
            status.context(),
            status.description(),
            status.details().map(URI::toString));
    return wire.ask(
        STATUS,
        (api, ask) -> api.status(ask, project, on.head().id(), said),
        answer -> status,
        // It is that already, which GitLab takes for a mistake.
        failure ->
            failure.says("Cannot transition status") ? Optional.of(status) : Optional.empty());
  }

  private static String word(CommitStatus.State state) {
    return switch (state) {
      case PENDING -> "pending";
      case SUCCESS -> "success";
      case FAILURE -> "failed";
    };
  }
}
