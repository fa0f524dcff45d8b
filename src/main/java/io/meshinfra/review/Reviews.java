package io.meshinfra.review;

import io.meshinfra.desired.Fleet;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.PullRequestEvents;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.loop.Ticker;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.StayedAway;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
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
  private static final Duration LAST_WAIT = Duration.ofSeconds(5);
  private static final double JITTER = 0.1;

  private final ExecutorService coordinator =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("reviews").factory());
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("review-", 0).factory());
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
  private final Planning planning;
  private final Conversations conversations;
  private final DriftLog driftLog;
  private final DriftRequests drifts;
  private Duration next;
  private Optional<Revision> target = Optional.empty();

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
    this.hub = world.hub();
    this.alone = world.alone();
    this.ticker = times.ticker();
    this.random = times.random();
    this.rules = rules;
    this.next = ticker.now();
    Means means = means(connection, world, journal, times.clock());
    this.asking = means.asking();
    this.planning = new Planning(means, rules);
    this.pulls = new PullRequests(means, planning, rules);
    this.merges = new Merges(means, world.contains(), rules);
    this.conversations = new Conversations(means, planning, pulls, merges);
    this.driftLog = new DriftLog(journal.drifts());
    this.drifts =
        new DriftRequests(
            means,
            new DriftAnswers(means, world.drifts(), journal.drifts()),
            new DriftProposals(means, world.drifts(), journal.drifts(), rules),
            journal.drifts());
  }

  private Means means(Connection connection, World world, Journal journal, Clock clock) {
    Asking forge = new Asking(ticker);
    Publisher publisher = new Publisher(connection, forge, journal.reviews(), rules);
    Permissions permissions = new Permissions(connection.members(), forge, ticker);
    CommandDesk desk = new CommandDesk(journal.reviews(), world.deeds(), clock);
    return new Means(
        connection,
        world.hub(),
        new HeadReview(world.hub(), world.judge(), rules.deadline()),
        publisher,
        forge,
        permissions,
        new Comments(publisher, permissions, journal.reviews(), desk),
        journal.reviews(),
        clock,
        workers,
        this::enqueue);
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
    conversations.hint(id);
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

  /** A node is away when a new revision would come to it. */
  public void stayedAway(StayedAway away) {
    enqueue(() -> merges.stayedAway(away));
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
      drifts.look(pulls.ids());
    }
    goOn();
    conversations.read(due);
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
    if (moved) {
      hub.inForce().ifPresent(this::keepOnly);
    }
    for (Desk desk : pulls.desks()) {
      if (moved || desk.hasSomethingToDo()) {
        planning.goOn(desk);
      }
    }
  }

  private void keepOnly(Fleet fleet) {
    driftLog.follow(fleet);
    drifts.keepOnly(fleet.nodes().keySet());
  }

  private Duration jittered(Duration wait) {
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis((long) (wait.toMillis() * factor));
  }

  /** Begins nothing any more, and waits a little for what is being looked at and written. */
  @Override
  public void close() {
    end(workers);
    end(coordinator);
  }

  private static void end(ExecutorService threads) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LAST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
