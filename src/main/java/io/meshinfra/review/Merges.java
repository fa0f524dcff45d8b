package io.meshinfra.review;

import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.StepResult;
import io.meshinfra.desired.Fleet;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.Review;
import io.meshinfra.journal.Review.Stage;
import io.meshinfra.journal.ReviewJournal;
import io.meshinfra.journal.ReviewNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.policy.Verdict;
import io.meshinfra.reconcile.Pass;
import io.meshinfra.report.review.MergeReport;
import io.meshinfra.report.review.NodeOutcome;
import io.meshinfra.report.review.Subject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
  private final Set<Long> untold = new HashSet<>();
  private List<Review> followed;

  /**
   * @param contains whether the first commit comes after the second, or is it
   */
  Merges(PullRequests.Means means, BiPredicate<Revision, Revision> contains, ReviewRules rules) {
    this.connection = means.connection();
    this.hub = means.hub();
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
    untold.add(review.id());
    followed = journal.at(Stage.MERGED);
  }

  /** Whether anything is followed that the node belongs to. */
  void ended(Pass pass) {
    for (Review review : followed) {
      boolean counts =
          review.merged().map(merged -> contains.test(pass.revision(), merged)).orElse(false);
      if (counts && nodes(review).contains(pass.node())) {
        journal.outcome(review.id(), outcome(pass));
        untold.add(review.id());
      }
    }
  }

  private Set<NodeName> nodes(Review review) {
    return journal.nodes(review.id()).stream()
        .map(node -> node.outcome().node())
        .collect(Collectors.toSet());
  }

  /** What a pass means for the pull request; what nodes print stays on the hub. */
  static NodeOutcome outcome(Pass pass) {
    return pass.verdict().flatMap(verdict -> ruled(pass, verdict)).orElseGet(() -> made(pass));
  }

  private static Optional<NodeOutcome> ruled(Pass pass, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Approved approved -> Optional.empty();
      case Verdict.AwaitingApproval asks ->
          Optional.of(of(pass, NodeOutcome.Ending.AWAITS_APPROVAL, asks.reasons()));
      case Verdict.Refused refused ->
          Optional.of(
              of(
                  pass,
                  refused.isPassing() ? NodeOutcome.Ending.PENDING : NodeOutcome.Ending.REFUSED,
                  refused.reasons()));
    };
  }

  private static NodeOutcome made(Pass pass) {
    return switch (pass.outcome()) {
      case Outcome.Converged converged ->
          of(pass, NodeOutcome.Ending.CONVERGED, "in " + seconds(pass.took()));
      case Outcome.InSync inSync -> of(pass, NodeOutcome.Ending.IN_SYNC, "");
      case Outcome.StillDrifting drifting ->
          of(pass, NodeOutcome.Ending.DRIFTING, drifting.reason());
      case Outcome.Failed failed -> of(pass, NodeOutcome.Ending.FAILED, failed(pass, failed));
      case Outcome.RolledBack rolledBack ->
          of(pass, NodeOutcome.Ending.ROLLED_BACK, rolledBack.reason());
      case Outcome.Skipped skipped -> of(pass, NodeOutcome.Ending.DRIFTING, skipped.reason());
      case Outcome.Deferred deferred when pass.found().isEmpty() ->
          of(pass, NodeOutcome.Ending.AWAY, "");
      case Outcome.Deferred deferred -> of(pass, NodeOutcome.Ending.PENDING, deferred.reason());
    };
  }

  private static NodeOutcome of(Pass pass, NodeOutcome.Ending ending, String detail) {
    return new NodeOutcome(pass.node(), ending, detail, Optional.of(pass.run()));
  }

  private static String failed(Pass pass, Outcome.Failed failed) {
    String steps =
        pass.results().stream()
            .filter(result -> result.status() == StepResult.Status.FAILED)
            .map(result -> "step %d, exit code %d".formatted(result.number(), result.exitCode()))
            .collect(Collectors.joining("; "));
    return steps.isEmpty() ? failed.error() : steps + "; mesh get runs " + pass.run();
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
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
    return new MergeReport(
        subject,
        review.merged().orElseThrow(),
        journal.nodes(review.id()).stream().map(ReviewNode::outcome).toList());
  }

  /** Whether something has happened that the forge does not know. */
  boolean isUntold() {
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
