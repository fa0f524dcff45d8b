package io.meshinfra.forge.gitea;

import io.meshinfra.forge.Comment;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.PullRequest.State;
import io.meshinfra.forge.client.Json;
import io.meshinfra.forge.client.Reply;
import io.meshinfra.model.Revision;
import java.util.List;
import java.util.Optional;

/** Reads what Gitea tells of pull requests. */
final class GiteaPulls {
  private GiteaPulls() {}

  /**
   * A pull request in a list.
   *
   * @param branch whose commits it brings in, in whatever repository
   */
  record Listed(PullRequest pull, String branch) {
    static Listed of(Json pull) {
      return new Listed(one(pull), pull.object("head").branch("ref"));
    }
  }

  static List<Listed> list(Reply reply) {
    return Json.of(reply.body()).elements().stream().map(Listed::of).toList();
  }

  static PullRequest one(Reply reply) {
    return one(Json.of(reply.body()));
  }

  static PullRequest one(Json pull) {
    long number = pull.number("number");
    boolean merged = pull.isTrue("merged");
    return new PullRequest(
        new PullRequest.Id(Long.toString(number)),
        merged ? State.MERGED : pull.text("state").equals("open") ? State.OPEN : State.CLOSED,
        pull.line("title"),
        pull.login("user", "login"),
        isFork(pull),
        pull.object("base").branch("ref"),
        pull.object("head").revision("sha"),
        "refs/pull/" + number + "/head",
        merged ? pull.maybeRevision("merge_commit_sha") : Optional.<Revision>empty(),
        pull.page("html_url"));
  }

  /** The other repository may be gone. */
  private static boolean isFork(Json pull) {
    long here = pull.object("base").number("repo_id");
    return pull.object("head").maybeNumber("repo_id").map(there -> there != here).orElse(true);
  }

  static Comment comment(Json comment) {
    return new Comment(
        new Comment.Id(Long.toString(comment.number("id"))),
        comment.login("user", "login"),
        comment.text("body"),
        comment.instant("created_at"));
  }
}
