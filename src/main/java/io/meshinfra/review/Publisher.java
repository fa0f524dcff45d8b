package io.meshinfra.review;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Comment;
import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.Forge;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.Review;
import io.meshinfra.journal.ReviewJournal;
import io.meshinfra.report.review.Gate;
import io.meshinfra.report.review.Headline;
import io.meshinfra.report.review.Marker;
import io.meshinfra.report.review.MergeComment;
import io.meshinfra.report.review.MergeReport;
import io.meshinfra.report.review.Page;
import io.meshinfra.report.review.PlanComment;
import io.meshinfra.report.review.PlanReport;
import java.util.List;
import java.util.Optional;

/**
 * Brings reports to the forge: one comment in a pull request, changed in place and only when there
 * is something to change, and the status of its head. Used by one thread.
 */
final class Publisher {
  /** More than people read, and far less than the longest that a forge takes. */
  private static final int LONGEST = 250_000;

  private final Connection connection;
  private final Asking asking;
  private final ReviewJournal journal;
  private final ReviewRules rules;
  private final Page page;
  private final News news;
  private Optional<String> login = Optional.empty();

  Publisher(Connection connection, Asking asking, ReviewJournal journal, ReviewRules rules) {
    this.connection = connection;
    this.asking = asking;
    this.journal = journal;
    this.rules = rules;
    this.news = News.on(connection.limits());
    this.page =
        new Page(
            Math.min(LONGEST, connection.limits().longestComment()),
            connection.limits().folds(),
            connection.limits().answers());
  }

  private Forge forge() {
    return connection.forge();
  }

  /** What a comment of this forge can be. */
  Page page() {
    return page;
  }

  /** Says beside the head that a plan is being made. */
  void planning(PullRequest pull, Review review) {
    asking.of(() -> forge().status(pull, HeadStatus.planning(rules.page(review.id()))));
  }

  /** False when the forge has to be asked again later; then nothing is recorded. */
  boolean plan(PullRequest pull, Review review, PlanReport report) {
    String text = PlanComment.of(report, page, rules.full(review.id())).text();
    if (news.isIn(report, review, text)
        && !write(pull.id(), review, report.subject().fleet(), text)) {
      return false;
    }
    for (CommitStatus status : HeadStatus.of(report, rules.page(review.id()))) {
      if (asking.answer(() -> forge().status(pull, status)) instanceof Answer.Later<?>) {
        return false;
      }
    }
    journal.planned(review.id(), kept(report, review));
    return true;
  }

  private ReviewJournal.NewPlan kept(PlanReport report, Review review) {
    String full = PlanComment.of(report, page.full(), rules.full(review.id())).text();
    Optional<PlanReport.Planned> planned =
        report.body() instanceof PlanReport.Planned p ? Optional.of(p) : Optional.empty();
    List<ReviewJournal.PlannedNode> nodes =
        planned.stream()
            .flatMap(p -> p.nodes().stream())
            .map(n -> new ReviewJournal.PlannedNode(n.node(), n.gate().map(Gate::hash)))
            .toList();
    return new ReviewJournal.NewPlan(
        report.subject().head(),
        report.subject().target(),
        Headline.of(report),
        planned.flatMap(PlanReport.Planned::hash),
        full,
        nodes);
  }

  /**
   * False when the forge has to be asked again later.
   *
   * @param plan the comment as it was before the merge
   */
  boolean outcome(PullRequest.Id id, Review review, MergeReport report, String plan) {
    String text = MergeComment.of(report, page, rules.full(review.id()), plan);
    return !news.isIn(report, review, text) || write(id, review, report.subject().fleet(), text);
  }

  /** Whether the comment was written, need not be, or never can be. */
  private boolean write(PullRequest.Id id, Review review, String fleet, String text) {
    Optional<Review.Written> before = journal.find(review.id()).flatMap(Review::written);
    if (before.map(written -> written.text().equals(text)).orElse(false)) {
      return true;
    }
    Optional<Comment.Id> place = before.map(written -> new Comment.Id(written.comment()));
    if (place.isEmpty()) {
      Answer<Optional<Comment.Id>> found = find(id, fleet);
      if (found instanceof Answer.Later<?>) {
        return false;
      }
      place = found instanceof Answer.Given<Optional<Comment.Id>> g ? g.value() : place;
    }
    Optional<Comment.Id> inPlace = place;
    return switch (asking.answer(() -> forge().write(id, inPlace, text))) {
      case Answer.Given<Comment> given -> {
        journal.written(review.id(), given.value().id().value(), text);
        yield true;
      }
      case Answer.Refused<Comment> refused -> true;
      case Answer.Later<Comment> later -> false;
    };
  }

  /** A comment of an earlier life of this hub, which lost its journal; never somebody else's. */
  private Answer<Optional<Comment.Id>> find(PullRequest.Id id, String fleet) {
    return asking
        .answer(() -> forge().comments(id))
        .map(comments ->
            comments.stream()
                .filter(comment -> Marker.isIn(comment.text(), fleet, rules.hub()))
                .filter(comment -> isOwn(comment.author()))
                .map(Comment::id)
                .findFirst());
  }

  /** Whether the hub itself writes under that name. */
  boolean isOwn(String author) {
    if (login.isEmpty()) {
      login = connection.account().flatMap(account -> asking.of(account::login));
    }
    return login.map(author::equals).orElse(false);
  }

  /** Somebody deleted the comment; it is written anew with the next report. */
  void deleted(Review review) {
    review.written().ifPresent(written -> journal.written(review.id(), written.comment(), ""));
  }
}
