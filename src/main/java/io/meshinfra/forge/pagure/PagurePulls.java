package io.meshinfra.forge.pagure;

import io.meshinfra.forge.Comment;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.PullRequest.State;
import io.meshinfra.forge.client.Json;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Reads what Pagure tells of pull requests.
 *
 * @param project its page
 */
record PagurePulls(URI project) {
  private static final int MOST_COMMENTS = 100;

  /**
   * A part of the list of those that are open.
   *
   * @param isLast whether there are no more
   */
  record Page(List<PullRequest> pulls, boolean isLast) {}

  Page page(Json answer) {
    boolean isLast = answer.list("requests").size() < PagureApi.PAGE;
    return new Page(withCommits(answer).stream().map(this::one).toList(), isLast);
  }

  /** Whoever likes can open one without a commit; there is nothing to plan in it. */
  static List<Json> withCommits(Json answer) {
    return answer.list("requests").stream()
        .filter(pull -> pull.maybeRevision("commit_stop").isPresent())
        .toList();
  }

  PullRequest one(Json pull) {
    long number = pull.number("id");
    return new PullRequest(
        new PullRequest.Id(Long.toString(number)),
        state(pull.text("status")),
        pull.line("title"),
        pull.login("user", "name"),
        isFork(pull),
        pull.branch("branch"),
        pull.revision("commit_stop"),
        "refs/pull/" + number + "/head",
        Optional.empty(),
        URI.create(project + "/pull-request/" + number));
  }

  private static State state(String status) {
    return switch (status) {
      case "Open" -> State.OPEN;
      case "Merged" -> State.MERGED;
      default -> State.CLOSED;
    };
  }

  /** Without a project it comes from another server, or from a fork that is gone. */
  private static boolean isFork(Json pull) {
    String here = pull.object("project").text("fullname");
    return pull.maybeObject("repo_from")
        .flatMap(from -> from.maybeText("fullname"))
        .map(from -> !from.equals(here))
        .orElse(true);
  }

  /** What people wrote under it; Pagure puts words of its own among that, in their names. */
  static List<Comment> comments(Json pull) {
    List<Comment> all =
        pull.list("comments").stream()
            .filter(comment -> !comment.isTrue("notification"))
            .filter(comment -> comment.maybeText("filename").isEmpty())
            .map(PagurePulls::comment)
            .toList();
    return all.subList(Math.max(0, all.size() - MOST_COMMENTS), all.size());
  }

  /** The words are of whoever changed them last: members may change what others wrote. */
  private static Comment comment(Json comment) {
    String field = comment.maybeObject("editor").isPresent() ? "editor" : "user";
    return new Comment(
        new Comment.Id(Long.toString(comment.number("id"))),
        comment.login(field, "name"),
        comment.text("comment"),
        comment.secondsSince1970("date_created"));
  }
}
