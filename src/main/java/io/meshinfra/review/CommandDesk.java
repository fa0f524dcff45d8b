package io.meshinfra.review;

import io.meshinfra.forge.Comment;
import io.meshinfra.journal.Review;
import io.meshinfra.journal.ReviewJournal;
import io.meshinfra.journal.ReviewNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.report.review.Reply;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Does what somebody who may push has written, and says what came of it. */
final class CommandDesk {
  private static final String HELP =
      "mesh plan: look at the nodes again. mesh approve, mesh approve NODE: agree to the plan that"
          + " is shown, of all nodes or of one. mesh apply NODE: after the merge, carry out now what"
          + " was approved. Each on a line of its own, by somebody who may push";

  private final ReviewJournal journal;
  private final Deeds deeds;
  private final Clock clock;

  CommandDesk(ReviewJournal journal, Deeds deeds, Clock clock) {
    this.journal = journal;
    this.deeds = deeds;
    this.clock = clock;
  }

  /** Does it and keeps the answer. */
  void act(Review review, Comment comment, Command command) {
    String answer =
        switch (command) {
          case Command.Plan plan -> "the nodes are looked at again";
          case Command.Approve approve -> approve(review, comment, approve.node());
          case Command.Apply apply -> apply(review, comment.author(), apply.node());
          case Command.Help help -> HELP;
        };
    journal.reply(
        review.id(), new Reply(command.text(), comment.author(), clock.instant(), answer));
  }

  /**
   * Binds to the plan that was shown when the comment was written: one that came later is not
   * approved by it. Forges tell full seconds.
   */
  private String approve(Review review, Comment comment, Optional<NodeName> node) {
    if (review.planned().isEmpty()) {
      return "there is no plan yet";
    }
    Review.Planned planned = review.planned().get();
    if (comment.writtenAt().isBefore(planned.hashSince().truncatedTo(ChronoUnit.SECONDS))) {
      return "the plan has changed since; look at it and approve it again";
    }
    List<ReviewNode> plans =
        journal.nodes(review.id()).stream()
            .filter(known -> known.planHash().isPresent())
            .filter(known -> node.map(known.outcome().node()::equals).orElse(true))
            .toList();
    if (plans.isEmpty()) {
      return node.map(name -> "there is no plan for node " + name)
          .orElse("there is nothing to approve");
    }
    return plans.stream()
        .map(plan ->
            deeds.approve(plan.outcome().node(), plan.planHash().orElseThrow(), comment.author()))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private String apply(Review review, String by, NodeName node) {
    return switch (review.stage()) {
      case MERGED, SETTLED -> deeds.apply(node, by);
      case OPEN -> "nothing is carried out before the merge";
      case CLOSED -> "the pull request was closed";
    };
  }
}
