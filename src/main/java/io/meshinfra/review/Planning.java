package io.meshinfra.review;

import io.meshinfra.desired.Fleet;
import io.meshinfra.forge.Answer;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.Review;
import io.meshinfra.reconcile.settings.ForeignPlans;
import io.meshinfra.report.review.Headline;
import io.meshinfra.report.review.PlanReport;
import io.meshinfra.report.review.Subject;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Has the heads of pull requests planned, and sees to it that what is told is about the newest one.
 * All methods are called by one thread; only the looking at nodes goes on beside it.
 */
final class Planning {
  private static final Logger LOG = Logger.getLogger(Planning.class);

  /** Between looks for a head that cannot be fetched; some forges make its ref a while later. */
  private static final Duration AGAIN = Duration.ofSeconds(3);

  /** So often it is looked for before anybody is told that it is not there. */
  private static final int PATIENCE = 10;

  private final Means means;
  private final ReviewRules rules;

  Planning(Means means, ReviewRules rules) {
    this.means = means;
    this.rules = rules;
  }

  /** Does whatever is to be done next about a pull request. */
  void goOn(Desk desk) {
    if (desk.isPlanning()) {
      return;
    }
    if (desk.unwritten().isPresent()) {
      write(desk, desk.unwritten().get());
    }
    means.hub().inForce().ifPresent(target -> planIfDue(desk, target));
  }

  private void planIfDue(Desk desk, Fleet target) {
    boolean early = desk.isEarly(means.clock().instant());
    if (early || desk.unwritten().isPresent() || !means.asking().mayAsk()) {
      return;
    }
    Review review = means.begun(desk.pull());
    Optional<String> why =
        desk.wanted()
            .or(() -> due(desk.pull(), review, target))
            .or(() -> leftUnplanned(desk, review));
    if (why.isEmpty()) {
      return;
    }
    switch (trust(desk.pull())) {
      case Answer.Given<Trust> given -> plan(desk, review, target, given.value(), why.get());
      case Answer.Refused<Trust> refused -> plan(desk, review, target, Trust.FOREIGN, why.get());
      case Answer.Later<Trust> later -> {}
    }
  }

  /**
   * How far a head is trusted. The hub's own pull requests are about drift; they are planned as all
   * others are, since it may be their status that people wait for. What the branch of a pull
   * request is called says nothing: anybody may call one so.
   */
  private Answer<Trust> trust(PullRequest pull) {
    boolean own = !pull.fork() && means.publisher().isOwn(pull.author());
    return own ? Answer.of(Trust.MEMBER) : means.permissions().trust(pull);
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

  /** A hub that was started anew has forgotten that it still looked for the head. */
  private static Optional<String> leftUnplanned(Desk desk, Review review) {
    return review
        .planned()
        .filter(last -> desk.report().isEmpty() && Headline.tellsOfNoPlan(last.headline()))
        .map(last -> "there was no plan before the start");
  }

  private void plan(Desk desk, Review review, Fleet target, Trust trust, String why) {
    PullRequest pull = desk.pull();
    LOG.infof("planning pull request %s at %s: %s", pull.id(), pull.head().abbreviated(), why);
    desk.begin();
    if (mayNotBePlanned(desk, trust)) {
      planned(desk, pull, target, HeadReview.Told.not(unwanted(pull)));
      return;
    }
    means.publisher().planning(pull, review);
    Trust far =
        trust == Trust.FOREIGN && rules.foreign() == ForeignPlans.FULL ? Trust.GUEST : trust;
    means
        .workers()
        .execute(() -> {
          HeadReview.Told told = made(pull, target, far);
          means.coordinator().execute(() -> planned(desk, pull, target, told));
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
      return means.reviewer().of(pull, target, trust);
    } catch (RuntimeException e) {
      LOG.errorf(e, "a pull request could not be planned id=%s", pull.id());
      return HeadReview.Told.not("the hub itself failed: " + e);
    }
  }

  /** What was pushed meanwhile counts; a plan of an older head is told nobody. */
  private void planned(Desk desk, PullRequest pull, Fleet target, HeadReview.Told told) {
    means
        .asking()
        .of(() -> means.connection().forge().find(pull.id()))
        .filter(PullRequest::isOpen)
        .ifPresent(desk::sees);
    if (!desk.end()) {
      goOn(desk);
      return;
    }
    if (told.absent() && isKeptBack(desk)) {
      return;
    }
    Review review = means.begun(pull);
    Subject subject =
        new Subject(
            target.name(),
            rules.hub(),
            pull.head(),
            rules.branch(),
            target.revision(),
            means.clock().instant());
    desk.tell(
        new PlanReport(subject, told.body(), told.commits(), means.journal().replies(review.id())));
    goOn(desk);
  }

  /** Whether nobody is told now that a head is not there; it is looked for all the same. */
  private boolean isKeptBack(Desk desk) {
    Duration wait = desk.absences() < PATIENCE ? AGAIN : rules.interval();
    desk.isAbsent(means.clock().instant().plus(wait));
    return desk.absences() != PATIENCE;
  }

  private void write(Desk desk, PlanReport report) {
    if (!report.subject().head().equals(desk.pull().head())) {
      desk.told();
      return;
    }
    if (means.publisher().plan(desk.pull(), means.begun(desk.pull()), report)) {
      desk.told();
    }
  }

  /** Tells the last report once more, with what was answered since. */
  void tellAgain(Desk desk) {
    Review review = means.begun(desk.pull());
    Optional<PlanReport> last = desk.report();
    if (last.isPresent() && last.get().subject().head().equals(desk.pull().head())) {
      desk.tell(
          new PlanReport(
              last.get().subject(),
              last.get().body(),
              last.get().commits(),
              means.journal().replies(review.id())));
    } else {
      desk.want("an answer");
    }
    goOn(desk);
  }
}
