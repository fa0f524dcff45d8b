package io.meshinfra.reconcile;

import io.meshinfra.journal.Journal;
import io.meshinfra.journal.JournalUnavailable;
import io.meshinfra.reconcile.loop.Loop;
import io.meshinfra.reconcile.loop.Pace;
import io.meshinfra.reconcile.revision.Revisions;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * What the hub does by itself, from its start to its end: keeps its lease, looks at git, begins
 * passes that are due. As long as another hub is in charge it only waits for the lease.
 */
final class Upkeep implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Upkeep.class);

  /** How long passes may take to end when the hub is stopped and their connections are closed. */
  private static final Duration LAST_WAIT = Duration.ofSeconds(10);

  private final Revisions revisions;
  private final Loop loop;
  private final Previews previews;
  private final Engine engine;
  private final Journal journal;
  private final Loop.Times times;
  private final Rhythm rhythm;
  private final Tenure tenure;
  private volatile Duration nextLook;
  private volatile boolean begun;
  private volatile boolean held;
  private volatile boolean ended;

  Upkeep(
      Revisions revisions,
      Loop loop,
      Previews previews,
      Engine engine,
      Journal journal,
      Loop.Times times,
      Rhythm rhythm,
      Tenure tenure) {
    this.revisions = revisions;
    this.loop = loop;
    this.previews = previews;
    this.engine = engine;
    this.journal = journal;
    this.times = times;
    this.rhythm = rhythm;
    this.tenure = tenure;
    this.nextLook = times.ticker().now();
  }

  /** How often the hub does what no node asks for. */
  record Rhythm(Pace pace, Duration lookAtGit, Duration retention) {}

  /**
   * @param end ends this process when another hub has taken over from it
   */
  record Tenure(Leasing leasing, Runnable end) {}

  Leasing leasing() {
    return tenure.leasing();
  }

  /**
   * Begins, or stands by when another hub is in charge.
   *
   * @throws JournalUnavailable when the journal cannot be used
   */
  void start() {
    leasing().tend();
    if (leasing().isInCharge()) {
      begin();
    } else {
      LOG.infof("this hub %s", leasing().now());
    }
  }

  /**
   * Takes up what was in force before, closes runs that a kill left without a plan, and begins. The
   * first look at git goes on by itself: a remote that hangs holds nothing up.
   */
  private synchronized void begin() {
    if (begun) {
      return;
    }
    LOG.infof("this hub is %s", leasing().now());
    journal.runs().endUnplanned("deferred", "the hub was stopped before anything was decided");
    loop.resume();
    revisions.resume();
    planLook();
    begun = true;
    Thread.ofVirtual().name("first-look").start(this::firstLook);
  }

  private void firstLook() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.error("the first look at git failed; the next one follows", e);
    }
  }

  /** GitLooks at the git remote when it is time, with jitter. */
  void lookIfDue() {
    if (isAtWork() && times.ticker().now().compareTo(nextLook) >= 0) {
      look();
    }
  }

  private boolean isAtWork() {
    return begun && leasing().isInCharge();
  }

  /** GitLooks at the git remote now; true when a new revision came into force. */
  boolean look() {
    planLook();
    return revisions.refresh(false);
  }

  private void planLook() {
    nextLook = times.ticker().now().plus(rhythm.pace().jittered(rhythm.lookAtGit()));
  }

  /** Takes or renews the lease; may wait for the database, unlike {@link #tick}. */
  void tendLease() {
    try {
      leasing().tendIfDue();
    } catch (JournalUnavailable e) {
      LOG.errorf("the lease could not be renewed: %s", e.getMessage());
    }
  }

  /** Begins the passes that are due, when this hub is in charge. */
  void tick() {
    switch (leasing().now()) {
      case Standing.InCharge in -> goOn();
      case Standing.Holding holding -> hold(holding);
      case Standing.StandingBy by -> {}
      case Standing.Replaced replaced -> end(replaced);
    }
  }

  private void goOn() {
    begin();
    if (held) {
      held = false;
      LOG.info("the lease was renewed; passes begin again");
      loop.letGo();
    } else {
      loop.startDue();
    }
  }

  private void hold(Standing.Holding holding) {
    loop.hold();
    if (!held) {
      LOG.errorf("no passes begin: this hub %s", holding);
    }
    held = true;
  }

  /**
   * What this process knows, of nodes, approvals and pull requests, is older than what the other
   * hub has done since. It is not mended but thrown away: whoever starts it anew gets a hub that
   * stands by.
   */
  private void end(Standing.Replaced replaced) {
    if (!ended) {
      ended = true;
      loop.hold();
      LOG.errorf("this hub ends, was %s; started anew, it stands by", replaced);
      tenure.end().run();
    }
  }

  void purge() {
    if (isAtWork()) {
      journal.retention().purge(times.clock().instant().minus(rhythm.retention()));
    }
  }

  /**
   * In this order: nothing begins any more, what waits for a node ends, and what ends by that still
   * finds its journal. Only then is anything interrupted: a write that is would close the file of
   * the embedded database for all.
   */
  @Override
  public void close() {
    loop.stop();
    previews.stop();
    engine.close();
    loop.awaitEnd(LAST_WAIT);
    previews.awaitEnd(LAST_WAIT);
    leasing().giveUp();
  }
}
