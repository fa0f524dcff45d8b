package io.meshinfra.review;

import io.meshinfra.desired.Fleet;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.PullRequestEvents;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.Review;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.Pass;
import io.meshinfra.reconcile.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Tells pull requests what they would do and what became of them, for as long as the hub runs. What
 * is told of from outside only says where to look; the forge itself is asked what has happened. One
 * thread decides and writes, so nothing is done twice at the same time.
 */
public final class Reviews implements PullRequestEvents, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Reviews.class);
  private static final double JITTER = 0.1;

  /** Whose comments are read in one round when nobody tells of new ones. */
  private static final int COMMENTS_A_ROUND = 10;

  private static final int MOST_HINTS = 1_000;

  private final ExecutorService coordinator =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("reviews").factory());
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("review-", 0).factory());
  private final Set<PullRequest.Id> commented = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean hinted = new AtomicBoolean();
  private final AtomicBoolean queued = new AtomicBoolean();
  private final HubView hub;
  private final BooleanSupplier alone;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final ReviewRules rules;
  private final Asking asking;
  private final PullRequests pulls;
  private final Merges merges;
  private final Connection connection;
  private final Comments comments;
  private final DriftLog driftLog;
  private final DriftRequests drifts;
  private Duration next;
  private Optional<Revision> target = Optional.empty();
  private int turn;

  /** What tells the time, and what makes hubs not ask all at once. */
  public record Times(Clock clock, Ticker ticker, RandomGenerator random) {}

  /**
   * What is outside of reviews.
   *
   * @param contains whether the first commit comes after the second, or is it
   * @param alone whether this hub is the one that may write; another hub of the same journal may
   *     not
   */
  public record World(
      HubView hub,
      Judge judge,
      Deeds deeds,
      DriftHub drifts,
      BiPredicate<Revision, Revision> contains,
      BooleanSupplier alone) {}

  public Reviews(
      Connection connection, World world, Journal journal, Times times, ReviewRules rules) {
    this.connection = connection;
    this.hub = world.hub();
    this.alone = world.alone();
    this.ticker = times.ticker();
    this.random = times.random();
    this.rules = rules;
    this.next = ticker.now();
    this.asking = new Asking(ticker);
    Publisher publisher = new Publisher(connection, asking, journal.reviews(), rules);
    Permissions permissions = new Permissions(connection.members(), asking, ticker);
    CommandDesk desk = new CommandDesk(journal.reviews(), world.deeds(), times.clock());
    this.comments = new Comments(publisher, permissions, journal.reviews(), desk);
    PullRequests.Means means =
        new PullRequests.Means(
            connection,
            world.hub(),
            new HeadReview(world.hub(), world.judge(), rules.deadline()),
            publisher,
            asking,
            permissions,
            comments,
            journal.reviews(),
            times.clock(),
            workers,
            this::enqueue);
    this.pulls = new PullRequests(means, rules);
    this.merges = new Merges(means, world.contains(), rules);
    this.driftLog = new DriftLog(journal.drifts());
    this.drifts =
        new DriftRequests(
            means,
            world.drifts(),
            journal.drifts(),
            publisher.page(),
            rules,
            () -> world.hub().inForce().map(Fleet::name).orElse(""));
  }

  @Override
  public void pushed() {
    hinted.set(true);
    askForARound();
  }

  @Override
  public void changed(PullRequest.Id id) {
    pushed();
  }

  @Override
  public void commented(PullRequest.Id id) {
    if (commented.size() < MOST_HINTS) {
      commented.add(id);
    }
    askForARound();
  }

  /** A pass over a node came to its end. */
  public void ended(Pass pass) {
    enqueue(() -> {
      driftLog.ended(pass);
      drifts.ended(pass);
      merges.ended(pass);
      if (pass.found().isPresent()) {
        pulls.seen(pass.node());
      }
    });
  }

  /** Called every second. */
  public void tick() {
    askForARound();
  }

  private void askForARound() {
    if (queued.compareAndSet(false, true)) {
      enqueue(() -> {
        queued.set(false);
        round();
      });
    }
  }

  private void enqueue(Runnable task) {
    try {
      coordinator.execute(() -> safely(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("reviews are closed", e);
    }
  }

  private static void safely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("pull requests were not dealt with; the next round follows", e);
    }
  }

  private void round() {
    if (!alone.getAsBoolean() || !asking.mayAsk()) {
      return;
    }
    boolean due = ticker.now().compareTo(next) >= 0;
    if (hinted.getAndSet(false) || due) {
      next = ticker.now().plus(jittered(rules.interval()));
      pulls.look().forEach(merges::gone);
      drifts.look(openIds());
    }
    goOn();
    readComments(due);
    if (merges.isUntold()) {
      merges.tell();
    }
    if (drifts.hasSomethingToDo()) {
      drifts.goOn();
    }
  }

  /** All pull requests when the branch moved, else those where something is left to do. */
  private void goOn() {
    Optional<Revision> now = hub.inForce().map(Fleet::revision);
    boolean moved = !now.equals(target);
    target = now;
    for (Desk desk : pulls.desks()) {
      if (moved || desk.hasSomethingToDo()) {
        pulls.goOn(desk);
      }
    }
  }

  private void readComments(boolean due) {
    List<PullRequest.Id> ids = new ArrayList<>(commented);
    commented.removeAll(ids);
    if (due) {
      someOf(openIds()).stream().filter(id -> !ids.contains(id)).forEach(ids::add);
      merges.followed().forEach(review -> ids.add(new PullRequest.Id(review.pullRequest())));
    }
    for (PullRequest.Id id : ids) {
      if (asking.mayAsk()) {
        pulls.desk(id).ifPresentOrElse(pulls::readComments, () -> readMerged(id));
      } else {
        commented.add(id);
      }
    }
  }

  private void readMerged(PullRequest.Id id) {
    for (Review review : merges.followed()) {
      if (review.pullRequest().equals(id.value())) {
        asking
            .of(() -> connection.forge().comments(id))
            .filter(all -> !comments.read(review, all).isEmpty())
            .ifPresent(done -> merges.answered(review));
      }
    }
  }

  private List<PullRequest.Id> openIds() {
    return pulls.desks().stream().map(desk -> desk.pull().id()).sorted().toList();
  }

  /** In turns, when there are many. */
  private List<PullRequest.Id> someOf(List<PullRequest.Id> all) {
    if (all.size() <= COMMENTS_A_ROUND) {
      return all;
    }
    List<PullRequest.Id> some = new ArrayList<>();
    for (int i = 0; i < COMMENTS_A_ROUND; i++) {
      some.add(all.get((turn + i) % all.size()));
    }
    turn = (turn + COMMENTS_A_ROUND) % all.size();
    return some;
  }

  private Duration jittered(Duration wait) {
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis((long) (wait.toMillis() * factor));
  }

  /** Begins nothing any more, and waits a little for what is being written. */
  @Override
  public void close() {
    workers.shutdown();
    coordinator.shutdown();
    try {
      if (!coordinator.awaitTermination(5, TimeUnit.SECONDS)) {
        coordinator.shutdownNow();
      }
    } catch (InterruptedException e) {
      coordinator.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
