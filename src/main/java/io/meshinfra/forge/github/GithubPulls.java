package io.meshinfra.forge.github;

import io.meshinfra.forge.Comment;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.PullRequest.State;
import io.meshinfra.forge.client.Json;
import io.meshinfra.forge.client.Reply;
import io.meshinfra.model.Revision;
import java.util.List;
import java.util.Optional;

/** Reads what GitHub tells of pull requests. */
final class GithubPulls {
  private GithubPulls() {}

  static List<PullRequest> list(Reply reply) {
    return Json.of(reply.body()).elements().stream().map(GithubPulls::one).toList();
  }

  static PullRequest one(Reply reply) {
    return one(Json.of(reply.body()));
  }

  static PullRequest one(Json pull) {
    long number = pull.number("number");
    boolean merged = pull.maybeText("merged_at").isPresent();
    return new PullRequest(
        new PullRequest.Id(Long.toString(number)),
        merged ? State.MERGED : pull.text("state").equals("open") ? State.OPEN : State.CLOSED,
        pull.line("title"),
        pull.login("user", "login"),
        isFork(pull),
        pull.object("base").branch("ref"),
        pull.object("head").revision("sha"),
        "refs/pull/" + number + "/head",
        // Before it is merged, this is a merge that GitHub only tried.
        merged ? pull.maybeRevision("merge_commit_sha") : Optional.<Revision>empty(),
        pull.page("html_url"));
  }

  /** The other repository may be gone. */
  private static boolean isFork(Json pull) {
    long here = pull.object("base").object("repo").number("id");
    return pull.object("head")
        .maybeObject("repo")
        .map(repository -> repository.number("id") != here)
        .orElse(true);
  }

  static List<Comment> comments(Reply reply) {
    return Json.of(reply.body()).elements().stream().map(GithubPulls::comment).toList();
  }

  static Comment comment(Json comment) {
    return new Comment(
        new Comment.Id(Long.toString(comment.number("id"))),
        comment.login("user", "login"),
        comment.maybeText("body").orElse(""),
        comment.instant("created_at"));
  }
}
