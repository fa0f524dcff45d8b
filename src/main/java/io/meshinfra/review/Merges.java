package io.meshinfra.review;

import io.meshinfra.desired.Fleet;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.Review;
import io.meshinfra.journal.Review.Stage;
import io.meshinfra.journal.ReviewJournal;
import io.meshinfra.journal.ReviewNode;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.StayedAway;
import io.meshinfra.report.review.MergeReport;
import io.meshinfra.report.review.NodeOutcome;
import io.meshinfra.report.review.Subject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Follows merged pull requests until every node has come to its end, and tells it in their comment.
 * Used by one thread.
 */
final class Merges {
  /** A machine that was away for so long is told about in other ways. */
  private static final Duration LONGEST = Duration.ofDays(30);

  private final Connection connection;
  private final HubView hub;
  private final Publisher publisher;
  private final Asking asking;
  private final ReviewJournal journal;
  private final BiPredicate<Revision, Revision> contains;
  private final ReviewRules rules;
  private final Clock clock;
  private final LastOutcomes last = new LastOutcomes();
  private final RolloutsSeen rollouts;
  private final Set<Long> untold = new HashSet<>();
  private List<Review> followed;

  /**
   * @param contains whether the first commit comes after the second, or is it
   */
  Merges(Means means, BiPredicate<Revision, Revision> contains, ReviewRules rules) {
    this.connection = means.connection();
    this.hub = means.hub();
    this.rollouts = new RolloutsSeen(hub::rollouts);
    this.publisher = means.publisher();
    this.asking = means.asking();
    this.journal = means.journal();
    this.clock = means.clock();
    this.contains = contains;
    this.rules = rules;
    this.followed = journal.at(Stage.MERGED);
    followed.forEach(review -> untold.add(review.id()));
  }

  /** A pull request that was open and is not any more. */
  void gone(Review review) {
    asking
        .of(() -> connection.forge().find(new PullRequest.Id(review.pullRequest())))
        .ifPresent(pull -> {
          switch (pull.state()) {
            case OPEN -> {}
            case CLOSED -> journal.stage(review.id(), Stage.CLOSED, Optional.empty());
            case MERGED -> merged(review, pull.merged());
          }
        });
  }

  private void merged(Review review, Optional<Revision> commit) {
    Optional<Revision> merged = commit.or(() -> review.planned().map(Review.Planned::head));
    journal.stage(review.id(), Stage.MERGED, merged);
    merged.ifPresent(revision -> catchUp(review.id(), revision));
    untold.add(review.id());
    followed = journal.at(Stage.MERGED);
  }

  /** Takes what passes have brought about already, before the merge was noticed. */
  private void catchUp(long review, Revision merged) {
    Map<Revision, Boolean> known = new HashMap<>();
    for (ReviewNode node : journal.nodes(review)) {
      last.of(
              node.outcome().node(),
              revision -> known.computeIfAbsent(revision, r -> contains.test(r, merged)))
          .ifPresent(outcome -> journal.outcome(review, outcome));
    }
  }

  /** A pass that counts for the merged pull requests which contain its node. */
  void ended(Pass pass) {
    ended(pass.revision(), PassOutcome.of(pass));
  }

  /** The same of a node that is away, over which no pass is made. */
  void stayedAway(StayedAway away) {
    ended(
        away.revision(),
        new NodeOutcome(away.node(), NodeOutcome.Ending.AWAY, "", Optional.empty()));
  }

  private void ended(Revision revision, NodeOutcome outcome) {
    last.ended(revision, outcome);
    for (Review review : followed) {
      boolean counts = review.merged().map(merged -> contains.test(revision, merged)).orElse(false);
      if (counts) {
        took(review.id(), outcome);
      }
      if (review.planned().map(this::isOld).orElse(true)) {
        untold.add(review.id());
      }
    }
  }

  /** Told only when it is news: a node that is away would be told of with every pass. */
  private void took(long review, NodeOutcome outcome) {
    journal.nodes(review).stream()
        .map(ReviewNode::outcome)
        .filter(before -> before.node().equals(outcome.node()))
        .filter(before -> !before.then(outcome).equals(before))
        .forEach(before -> {
          journal.outcome(review, outcome);
          untold.add(review);
        });
  }

  /** Tells what is new, and lets go of what has come to its end. */
  void tell() {
    for (Review review : followed) {
      if (untold.contains(review.id()) && told(review)) {
        untold.remove(review.id());
      }
    }
    followed = journal.at(Stage.MERGED);
  }

  private boolean told(Review review) {
    if (review.planned().isEmpty()) {
      journal.stage(review.id(), Stage.SETTLED, review.merged());
      return true;
    }
    MergeReport report = report(review, review.planned().get());
    String before = review.written().map(Review.Written::text).orElse("");
    PullRequest.Id id = new PullRequest.Id(review.pullRequest());
    boolean written = publisher.outcome(id, review, report, before);
    if (written && (report.isSettled() || isOld(review.planned().get()))) {
      journal.stage(review.id(), Stage.SETTLED, review.merged());
    }
    return written;
  }

  private boolean isOld(Review.Planned planned) {
    return planned.at().plus(LONGEST).isBefore(clock.instant());
  }

  private MergeReport report(Review review, Review.Planned planned) {
    Subject subject =
        new Subject(
            hub.inForce().map(Fleet::name).orElse(""),
            rules.hub(),
            planned.head(),
            rules.branch(),
            planned.target(),
            clock.instant());
    Revision merged = review.merged().orElseThrow();
    List<NodeOutcome> nodes = journal.nodes(review.id()).stream().map(ReviewNode::outcome).toList();
    return new MergeReport(
        subject,
        merged,
        nodes,
        rollouts.of(
            nodes.stream().map(NodeOutcome::node).collect(Collectors.toSet()),
            revision -> contains.test(revision, merged)),
        journal.replies(review.id()));
  }

  /** Whether something has happened that the forge does not know. */
  boolean isUntold() {
    if (!followed.isEmpty() && rollouts.wentOn()) {
      followed.forEach(review -> untold.add(review.id()));
    }
    return !untold.isEmpty();
  }

  /** A command was carried out under it. */
  void answered(Review review) {
    untold.add(review.id());
  }

  /** For commands that are written after the merge. */
  List<Review> followed() {
    return followed;
  }
}
