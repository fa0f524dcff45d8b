package io.meshinfra.review;

import io.meshinfra.desired.Fleet;
import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Comment;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.Review;
import io.meshinfra.journal.ReviewJournal;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.ForeignPlans;
import io.meshinfra.report.review.PlanReport;
import io.meshinfra.report.review.Subject;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Everything about open pull requests: finds new heads, has them planned, and sees to it that what
 * is told is about the newest head. All methods are called by one thread; only the looking at nodes
 * goes on beside it.
 */
final class PullRequests {
  private static final Logger LOG = Logger.getLogger(PullRequests.class);

  private final Connection connection;
  private final HubView hub;
  private final HeadReview reviewer;
  private final Publisher publisher;
  private final Asking asking;
  private final Permissions permissions;
  private final Comments comments;
  private final ReviewJournal journal;
  private final ReviewRules rules;
  private final Clock clock;
  private final Executor workers;
  private final Executor coordinator;
  private final Map<PullRequest.Id, Desk> desks = new HashMap<>();

  /**
   * What pull requests are dealt with by.
   *
   * @param workers where nodes are looked at
   * @param coordinator the one thread that calls everything here
   */
  record Means(
      Connection connection,
      HubView hub,
      HeadReview reviewer,
      Publisher publisher,
      Asking asking,
      Permissions permissions,
      Comments comments,
      ReviewJournal journal,
      Clock clock,
      Executor workers,
      Executor coordinator) {}

  PullRequests(Means means, ReviewRules rules) {
    this.connection = means.connection();
    this.hub = means.hub();
    this.reviewer = means.reviewer();
    this.publisher = means.publisher();
    this.asking = means.asking();
    this.permissions = means.permissions();
    this.comments = means.comments();
    this.journal = means.journal();
    this.clock = means.clock();
    this.workers = means.workers();
    this.coordinator = means.coordinator();
    this.rules = rules;
  }

  /** Looks at the forge once; gives the pull requests that are open no more. */
  List<Review> look() {
    Optional<List<PullRequest>> open = asking.of(() -> connection.forge().open(rules.branch()));
    if (open.isEmpty()) {
      return List.of();
    }
    open.get().forEach(this::see);
    Set<String> ids = open.get().stream().map(p -> p.id().value()).collect(Collectors.toSet());
    desks.keySet().removeIf(id -> isGone(id, ids));
    return journal.at(Review.Stage.OPEN).stream()
        .filter(review -> !ids.contains(review.pullRequest()))
        .toList();
  }

  private boolean isGone(PullRequest.Id id, Set<String> open) {
    boolean gone = !open.contains(id.value());
    if (gone) {
      comments.forget(id.value());
    }
    return gone;
  }

  /** A pull request as the forge tells it now. */
  void see(PullRequest pull) {
    if (!pull.isOpen()) {
      return;
    }
    Desk known = desks.get(pull.id());
    Optional<Desk> desk = known == null ? opened(pull) : Optional.of(known);
    desk.ifPresent(d -> {
      d.sees(pull);
      goOn(d);
    });
  }

  /** What was written before the hub knew the pull request is none of its business. */
  private Optional<Desk> opened(PullRequest pull) {
    if (journal.of(pull.id().value()).isEmpty()) {
      switch (asking.answer(() -> connection.forge().comments(pull.id()))) {
        case Answer.Later<List<Comment>> later -> {
          return Optional.empty();
        }
        case Answer.Refused<List<Comment>> refused -> begun(pull);
        case Answer.Given<List<Comment>> given -> comments.passOver(begun(pull), given.value());
      }
    }
    Desk desk = new Desk(pull);
    desks.put(pull.id(), desk);
    return Optional.of(desk);
  }

  Optional<Desk> desk(PullRequest.Id id) {
    return Optional.ofNullable(desks.get(id));
  }

  List<Desk> desks() {
    return List.copyOf(desks.values());
  }

  /** A node was seen again: plans that had to do without it are made anew. */
  void seen(NodeName node) {
    for (Desk desk : desks()) {
      if (desk.missed(node)) {
        desk.want("node " + node + " came back");
        goOn(desk);
      }
    }
  }

  /** Does whatever is to be done next about a pull request. */
  void goOn(Desk desk) {
    if (desk.isPlanning()) {
      return;
    }
    if (desk.unwritten().isPresent()) {
      write(desk, desk.unwritten().get());
    }
    hub.inForce().ifPresent(target -> planIfDue(desk, target));
  }

  private void planIfDue(Desk desk, Fleet target) {
    if (desk.unwritten().isPresent() || !asking.mayAsk()) {
      return;
    }
    Review review = begun(desk.pull());
    Optional<String> why = desk.wanted().or(() -> due(desk.pull(), review, target));
    if (why.isEmpty()) {
      return;
    }
    switch (permissions.trust(desk.pull())) {
      case Answer.Given<Trust> given -> plan(desk, review, target, given.value(), why.get());
      case Answer.Refused<Trust> refused -> plan(desk, review, target, Trust.FOREIGN, why.get());
      case Answer.Later<Trust> later -> {}
    }
  }

  private Review begun(PullRequest pull) {
    return journal.begin(
        pull.id().value(), new Review.About(pull.title(), pull.author(), pull.page().toString()));
  }

  private static Optional<String> due(PullRequest pull, Review review, Fleet target) {
    if (review.planned().isEmpty()) {
      return Optional.of("new");
    }
    if (!review.planned().get().head().equals(pull.head())) {
      return Optional.of("pushed");
    }
    return review.planned().get().target().equals(target.revision())
        ? Optional.empty()
        : Optional.of("the branch moved");
  }

  private void plan(Desk desk, Review review, Fleet target, Trust trust, String why) {
    PullRequest pull = desk.pull();
    LOG.infof("planning pull request %s at %s: %s", pull.id(), pull.head().abbreviated(), why);
    desk.begin();
    if (mayNotBePlanned(desk, trust)) {
      planned(desk, pull, target, HeadReview.Told.not(unwanted(pull)));
      return;
    }
    publisher.planning(pull, review);
    Trust far = rules.foreign() == ForeignPlans.FULL ? Trust.MEMBER : trust;
    workers.execute(() -> {
      HeadReview.Told told = made(pull, target, far);
      coordinator.execute(() -> planned(desk, pull, target, told));
    });
  }

  private boolean mayNotBePlanned(Desk desk, Trust trust) {
    return trust == Trust.FOREIGN
        && rules.foreign() == ForeignPlans.NEVER
        && !desk.isAskedByMember();
  }

  private static String unwanted(PullRequest pull) {
    return "%s may not push to the repository, or the commits come from another one; somebody who"
            .formatted(pull.author())
        + " may push can write: mesh plan";
  }

  private HeadReview.Told made(PullRequest pull, Fleet target, Trust trust) {
    try {
      return reviewer.of(pull, target, trust);
    } catch (RuntimeException e) {
      LOG.errorf(e, "a pull request could not be planned id=%s", pull.id());
      return HeadReview.Told.not("the hub itself failed: " + e);
    }
  }

  /** What was pushed meanwhile counts; a plan of an older head is told nobody. */
  private void planned(Desk desk, PullRequest pull, Fleet target, HeadReview.Told told) {
    asking
        .of(() -> connection.forge().find(pull.id()))
        .filter(PullRequest::isOpen)
        .ifPresent(desk::sees);
    if (!desk.end()) {
      goOn(desk);
      return;
    }
    Review review = begun(pull);
    Subject subject =
        new Subject(
            target.name(),
            rules.hub(),
            pull.head(),
            rules.branch(),
            target.revision(),
            clock.instant());
    desk.tell(new PlanReport(subject, told.body(), told.scope(), journal.replies(review.id())));
    goOn(desk);
  }

  private void write(Desk desk, PlanReport report) {
    if (!report.subject().head().equals(desk.pull().head())) {
      desk.told();
      return;
    }
    if (publisher.plan(desk.pull(), begun(desk.pull()), report)) {
      desk.told();
    }
  }

  /** Tells the last report once more, with what was answered since. */
  void tellAgain(Desk desk) {
    Review review = begun(desk.pull());
    Optional<PlanReport> last = desk.report();
    if (last.isPresent() && last.get().subject().head().equals(desk.pull().head())) {
      desk.tell(
          new PlanReport(
              last.get().subject(),
              last.get().body(),
              last.get().scope(),
              journal.replies(review.id())));
    } else {
      desk.want("an answer");
    }
    goOn(desk);
  }

  /**
   * Carries out what people have written under the pull request, and finds out whether somebody
   * deleted the comment of the hub.
   */
  void readComments(Desk desk) {
    Optional<List<Comment>> all = asking.of(() -> connection.forge().comments(desk.pull().id()));
    if (all.isEmpty()) {
      return;
    }
    Review review = begun(desk.pull());
    List<Command> done = comments.read(review, all.get());
    if (isDeleted(review, all.get())) {
      publisher.deleted(review);
      tellAgain(desk);
    }
    done.forEach(command -> follow(desk, command));
    if (!done.isEmpty()) {
      goOn(desk);
    }
  }

  private void follow(Desk desk, Command command) {
    switch (command) {
      case Command.Plan plan -> desk.askedByMember();
      case Command.Approve approve -> desk.want("approved by a comment");
      case Command.Apply apply -> tellAgain(desk);
      case Command.Help help -> tellAgain(desk);
    }
  }

  /** Only where all comments are known can one be missing. */
  private static boolean isDeleted(Review review, List<Comment> all) {
    return all.size() < Comments.MOST
        && review
            .written()
            .filter(written -> !written.text().isEmpty())
            .filter(
                written -> all.stream().noneMatch(c -> c.id().value().equals(written.comment())))
            .isPresent();
  }
}
