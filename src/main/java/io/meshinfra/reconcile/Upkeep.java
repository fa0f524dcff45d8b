package io.meshinfra.reconcile;

import io.meshinfra.journal.Exclusive;
import io.meshinfra.journal.Journal;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What the hub does by itself, from its start to its end: looks at git, watches its journal, begins
 * passes that are due.
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
  private volatile Duration nextLook;
  private volatile Optional<Exclusive> exclusive = Optional.empty();

  Upkeep(
      Revisions revisions,
      Loop loop,
      Previews previews,
      Engine engine,
      Journal journal,
      Loop.Times times,
      Rhythm rhythm) {
    this.revisions = revisions;
    this.loop = loop;
    this.previews = previews;
    this.engine = engine;
    this.journal = journal;
    this.times = times;
    this.rhythm = rhythm;
    this.nextLook = times.ticker().now();
  }

  /** How often the hub does what no node asks for. */
  record Rhythm(Pace pace, Duration lookAtGit, Duration retention) {}

  /**
   * Takes up what was in force before, closes runs that a kill left without a plan, and begins. The
   * first look at git goes on by itself: a remote that hangs holds nothing up.
   *
   * @throws io.meshinfra.journal.JournalUnavailable when another hub uses the same journal
   */
  void start() {
    exclusive = Optional.of(journal.takeAlone());
    journal
        .runs()
        .endUnplanned(
            times.clock().instant(), "deferred", "the hub was stopped before anything was decided");
    loop.resume();
    revisions.resume();
    planLook();
    Thread.ofVirtual().name("first-look").start(this::firstLook);
  }

  private void firstLook() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.error("the first look at git failed; the next one follows", e);
    }
  }

  /** Looks at the git remote when it is time, with jitter. */
  void lookIfDue() {
    if (times.ticker().now().compareTo(nextLook) >= 0) {
      look();
    }
  }

  /** Looks at the git remote now; true when a new revision came into force. */
  boolean look() {
    planLook();
    return revisions.refresh(false);
  }

  private void planLook() {
    nextLook = times.ticker().now().plus(rhythm.pace().jittered(rhythm.lookAtGit()));
  }

  /** Whether no other hub works by the journal. */
  boolean isAlone() {
    return exclusive.map(Exclusive::isHeld).orElse(false);
  }

  /** While another hub has the journal, this one begins nothing. */
  void watchJournal() {
    if (exclusive.map(Exclusive::isHeld).orElse(true)) {
      loop.letGo();
    } else {
      LOG.error("the journal is lost to this hub or taken by another one; no passes begin");
      loop.hold();
    }
  }

  /** Begins the passes that are due. */
  void tick() {
    loop.startDue();
  }

  void purge() {
    journal.retention().purge(times.clock().instant().minus(rhythm.retention()));
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
    exclusive.ifPresent(Exclusive::close);
  }
}
