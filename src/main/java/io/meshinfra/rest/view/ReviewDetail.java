package io.meshinfra.rest.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.meshinfra.journal.ReviewNode;
import io.meshinfra.model.RunId;
import io.meshinfra.reconcile.ReviewRecords;
import io.meshinfra.report.review.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A pull request with all that the hub tells about it. */
public record ReviewDetail(
    @JsonUnwrapped ReviewView review,
    List<NodeView> nodes,
    @Schema(description = "to the last commands in comments, the newest first")
        List<ReplyView> replies,
    @Schema(description = "the whole plan as Markdown, longer than a comment may be; may be empty")
        String report) {
  public ReviewDetail {
    nodes = List.copyOf(nodes);
    replies = List.copyOf(replies);
  }

  /** A node that the plan is about, and what became of it. */
  @Schema(name = "ReviewNode")
  public record NodeView(
      String node,
      @Schema(description = "hash of its plan; absent when it had none") Optional<String> plan,
      @Schema(
              description = "pending until the pull request is merged",
              enumeration = {
                "converged",
                "in sync",
                "failed",
                "still drifting",
                "refused by policy",
                "awaits approval",
                "away: pending",
                "suspended: pending",
                "pending"
              })
          String outcome,
      String detail,
      Optional<String> run) {
    static NodeView of(ReviewNode node) {
      return new NodeView(
          node.outcome().node().value(),
          node.planHash(),
          node.outcome().ending().word(),
          node.outcome().detail(),
          node.outcome().run().map(RunId::value));
    }
  }

  /** What came of a command in a comment. */
  @Schema(name = "ReviewReply")
  public record ReplyView(String command, String by, Instant at, String answer) {
    static ReplyView of(Reply reply) {
      return new ReplyView(reply.command(), reply.by(), reply.at(), reply.answer());
    }
  }

  public static ReviewDetail of(ReviewRecords.Whole whole) {
    return new ReviewDetail(
        ReviewView.of(whole.review()),
        whole.nodes().stream().map(NodeView::of).toList(),
        whole.replies().stream().map(ReplyView::of).toList(),
        whole.report());
  }
}
