package io.meshinfra.forge.gitlab;

import io.meshinfra.forge.Comment;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.PullRequest.State;
import io.meshinfra.forge.client.Json;
import io.meshinfra.forge.client.Reply;
import io.meshinfra.model.Revision;
import java.util.List;
import java.util.Optional;

/** Reads what GitLab tells of merge requests. */
final class GitlabRequests {
  private GitlabRequests() {}

  /** One without a commit, which GitLab lets people open, is none yet. */
  static List<PullRequest> list(Reply reply) {
    return Json.of(reply.body()).elements().stream()
        .filter(request -> !request.isNull("sha"))
        .map(GitlabRequests::one)
        .toList();
  }

  static PullRequest one(Reply reply) {
    return one(Json.of(reply.body()));
  }

  static PullRequest one(Json request) {
    long number = request.number("iid");
    State state = state(request.text("state"));
    Revision head = request.revision("sha");
    return new PullRequest(
        new PullRequest.Id(Long.toString(number)),
        state,
        request.line("title"),
        request.login("author", "username"),
        isFork(request),
        request.branch("target_branch"),
        head,
        "refs/merge-requests/" + number + "/head",
        state == State.MERGED ? Optional.of(mergedBy(request, head)) : Optional.empty(),
        request.page("web_url"));
  }

  /** Locked is what it is while GitLab merges it. */
  private static State state(String state) {
    return switch (state) {
      case "opened", "locked" -> State.OPEN;
      case "merged" -> State.MERGED;
      default -> State.CLOSED;
    };
  }

  /** A merge without a commit of its own brings in the head as it is. */
  private static Revision mergedBy(Json request, Revision head) {
    return request
        .maybeRevision("merge_commit_sha")
        .or(() -> request.maybeRevision("squash_commit_sha"))
        .orElse(head);
  }

  /** The other project may be gone. */
  private static boolean isFork(Json request) {
    long here = request.number("target_project_id");
    return request.maybeNumber("source_project_id").map(there -> there != here).orElse(true);
  }

  /** Given the newest first. */
  static List<Comment> comments(Reply reply) {
    return Json.of(reply.body()).elements().reversed().stream()
        .filter(note -> !note.isTrue("system"))
        .map(GitlabRequests::comment)
        .toList();
  }

  static Comment comment(Json note) {
    return new Comment(
        new Comment.Id(Long.toString(note.number("id"))),
        note.login("author", "username"),
        note.text("body"),
        note.instant("created_at"));
  }
}
