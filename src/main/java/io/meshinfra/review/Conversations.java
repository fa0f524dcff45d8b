package io.meshinfra.review;

import io.meshinfra.forge.Comment;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.Review;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads what people write under pull requests: under open ones, and under merged ones that are
 * followed still. Carries out commands, and finds out whether somebody deleted the comment of the
 * hub. Used by one thread, but for the hints.
 */
final class Conversations {
  /** Whose comments are read in one round when nobody tells of new ones. */
  private static final int A_ROUND = 10;

  private static final int MOST_HINTS = 1_000;

  private final Means means;
  private final Planning planning;
  private final PullRequests pulls;
  private final Merges merges;
  private final Set<PullRequest.Id> hinted = ConcurrentHashMap.newKeySet();
  private int turn;

  Conversations(Means means, Planning planning, PullRequests pulls, Merges merges) {
    this.means = means;
    this.planning = planning;
    this.pulls = pulls;
    this.merges = merges;
  }

  /** Somebody wrote there, or so it is said; may be called by any thread. */
  void hint(PullRequest.Id id) {
    if (hinted.size() < MOST_HINTS) {
      hinted.add(id);
    }
  }

  /**
   * @param due whether it is time to look also where nobody told of anything
   */
  void read(boolean due) {
    List<PullRequest.Id> ids = new ArrayList<>(hinted);
    ids.forEach(hinted::remove);
    if (due) {
      someOf(pulls.ids()).stream().filter(id -> !ids.contains(id)).forEach(ids::add);
      merges.followed().forEach(review -> ids.add(new PullRequest.Id(review.pullRequest())));
    }
    for (PullRequest.Id id : ids) {
      if (means.asking().mayAsk()) {
        pulls.desk(id).ifPresentOrElse(this::readOpen, () -> readMerged(id));
      } else {
        hinted.add(id);
      }
    }
  }

  /** In turns, when there are many. */
  private List<PullRequest.Id> someOf(List<PullRequest.Id> all) {
    if (all.size() <= A_ROUND) {
      return all;
    }
    List<PullRequest.Id> some = new ArrayList<>();
    for (int i = 0; i < A_ROUND; i++) {
      some.add(all.get((turn + i) % all.size()));
    }
    turn = (turn + A_ROUND) % all.size();
    return some;
  }

  private Optional<List<Comment>> comments(PullRequest.Id id) {
    return means.asking().of(() -> means.connection().forge().comments(id));
  }

  private void readOpen(Desk desk) {
    Optional<List<Comment>> all = comments(desk.pull().id());
    if (all.isEmpty()) {
      return;
    }
    Review review = means.begun(desk.pull());
    List<Command> done = means.comments().read(review, all.get());
    if (isDeleted(review, all.get())) {
      means.publisher().deleted(review);
      planning.tellAgain(desk);
    }
    done.forEach(command -> follow(desk, command));
    if (!done.isEmpty()) {
      planning.goOn(desk);
    }
  }

  private void readMerged(PullRequest.Id id) {
    for (Review review : merges.followed()) {
      if (review.pullRequest().equals(id.value())) {
        comments(id)
            .filter(all -> !means.comments().read(review, all).isEmpty())
            .ifPresent(done -> merges.answered(review));
      }
    }
  }

  private void follow(Desk desk, Command command) {
    switch (command) {
      case Command.Plan plan -> desk.askedByMember();
      case Command.Approve approve -> desk.want("approved by a comment");
      case Command.Apply apply -> planning.tellAgain(desk);
      case Command.Help help -> planning.tellAgain(desk);
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
