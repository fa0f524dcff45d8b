package io.meshinfra.review;

import io.meshinfra.desired.Fleet;
import io.meshinfra.forge.HubBranches;
import io.meshinfra.journal.Event;
import io.meshinfra.journal.EventJournal;
import io.meshinfra.model.Revision;
import io.meshinfra.report.review.Heartbeat;
import io.meshinfra.report.review.HeartbeatPage;
import io.meshinfra.report.review.Page;
import io.meshinfra.report.review.Pulse;
import io.meshinfra.source.BranchEdit;
import io.meshinfra.source.BranchResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Writes a heartbeat to the branch of reports when it is time: what every node is like, also when
 * there is nothing amiss. A commit, so that it works on every forge and without one. When the last
 * one was written is found in the journal, so a restart neither repeats nor forgets one. Used by
 * one thread at a time.
 */
public final class Heartbeats {
  /** Of the event that tells of one. */
  static final String EVENT = "heartbeat";

  /** Of the event that tells that one is due and cannot be written. */
  static final String MISSED = "heartbeat-missed";

  /** Beside the reports about pull requests; none of those is about a branch of that name. */
  static final String FILE = HubBranches.OWN + "drift.md";

  /** A hub that was just started has looked at nothing yet. */
  static final Duration SETTLING = Duration.ofMinutes(10);

  /** More often than this would only fill the repository. */
  public static final Duration SHORTEST = Duration.ofHours(1);

  private static final Logger LOG = Logger.getLogger(Heartbeats.class);
  private static final Duration AGAIN = Duration.ofMinutes(5);
  private static final Page PAGE = new Page(250_000, false);

  private final Duration period;
  private final Surroundings surroundings;
  private final EventJournal events;
  private final Clock clock;
  private Instant notBefore;
  private Optional<Instant> last = Optional.empty();
  private boolean missed;

  /**
   * What is outside of heartbeats.
   *
   * @param fleet in force
   * @param nodes what is known of each node of it
   * @param push makes a commit on a branch of the remote
   * @param teller records an event: its type, and what is to be told
   * @param alone whether this hub is the one that may write
   */
  public record Surroundings(
      Supplier<Optional<Fleet>> fleet,
      Supplier<List<Pulse>> nodes,
      Function<BranchEdit, BranchResult<Revision>> push,
      Teller teller,
      BooleanSupplier alone) {}

  /** Tells people something that is about no node. */
  public interface Teller {
    void tell(String type, String message);
  }

  /**
   * @param period how often; at least {@link #SHORTEST}
   */
  public Heartbeats(Duration period, Surroundings surroundings, EventJournal events, Clock clock) {
    if (period.compareTo(SHORTEST) < 0) {
      throw new IllegalStateException(
          "mesh.forge.heartbeat is %s; a report needs an hour at least, like 7d".formatted(period));
    }
    this.period = period;
    this.surroundings = surroundings;
    this.events = events;
    this.clock = clock;
    this.notBefore = clock.instant().plus(SETTLING);
  }

  Duration period() {
    return period;
  }

  /** Called every now and then; writes one when it is due. May take as long as a push. */
  public void tick() {
    if (!surroundings.alone().getAsBoolean()) {
      // Whoever has the journal meanwhile may write one.
      last = Optional.empty();
      return;
    }
    Instant now = clock.instant();
    if (!now.isBefore(notBefore) && isDue(now)) {
      surroundings.fleet().get().ifPresent(fleet -> beat(fleet, now));
    }
  }

  /** A time in the future tells of a clock that was set back: better once too often. */
  private boolean isDue(Instant now) {
    if (last.isEmpty()) {
      last = events.last(EVENT).map(Event::at).filter(at -> !at.isAfter(now));
    }
    return last.map(at -> !now.isBefore(at.plus(period))).orElse(true);
  }

  private void beat(Fleet fleet, Instant now) {
    Heartbeat beat =
        new Heartbeat(fleet.name(), fleet.revision(), now, period, surroundings.nodes().get());
    BranchEdit edit =
        new BranchEdit(
            HubBranches.REPORTS,
            Optional.empty(),
            Map.of(FILE, Optional.of(HeartbeatPage.of(beat, PAGE).text() + "\n")),
            "Heartbeat: " + beat.headline());
    switch (surroundings.push().apply(edit)) {
      case BranchResult.Done<Revision> done -> written(beat, done.value());
      case BranchResult.Failed<Revision> failed -> missed(failed.reason(), AGAIN);
      case BranchResult.Denied<Revision> denied -> missed(denied.reason(), SHORTEST);
    }
  }

  private void written(Heartbeat beat, Revision commit) {
    last = Optional.of(beat.at());
    missed = false;
    surroundings
        .teller()
        .tell(
            EVENT,
            "%s; %s on %s at %s"
                .formatted(beat.headline(), FILE, HubBranches.REPORTS, commit.abbreviated()));
  }

  /** Told once, until one is written again. */
  private void missed(String reason, Duration pause) {
    notBefore = clock.instant().plus(pause);
    LOG.warnf("a heartbeat is due and cannot be written: %s", reason);
    if (!missed) {
      missed = true;
      surroundings.teller().tell(MISSED, reason);
    }
  }
}
