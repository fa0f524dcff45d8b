package io.meshinfra.reconcile.loop;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.journal.AttendanceJournal;
import io.meshinfra.journal.AttendanceJournal.Attended;
import io.meshinfra.model.Gap;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NoWayIn.Cause;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Sightings;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.presence.Attendance;
import io.meshinfra.reconcile.presence.Attendance.State;
import io.meshinfra.reconcile.presence.Attending;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who of the nodes is there: remembers what passes and knocks have seen, judges it, and tells each
 * change once, also over a restart of the hub. The loop never has two passes over one node at once,
 * so nothing here happens twice at a time for one node.
 */
public final class RollCall {
  /** When a node was last seen is written no more often than that; it costs a write each time. */
  private static final Duration LAST_SEEN_WRITTEN = Duration.ofMinutes(5);

  private final AttendanceJournal journal;
  private final Telling telling;
  private final Clock clock;
  private final Map<NodeName, Entry> entries = new ConcurrentHashMap<>();

  public RollCall(AttendanceJournal journal, Telling telling, Clock clock) {
    this.journal = journal;
    this.telling = telling;
    this.clock = clock;
  }

  /** Where changes are told. */
  public interface Telling {
    void tell(String type, NodeName node, String message);
  }

  /**
   * One node.
   *
   * @param written what of that is in the journal
   */
  private record Entry(Sightings seen, State told, Sightings written) {
    static final Entry NEW = new Entry(Sightings.NONE, State.PRESENT, Sightings.NONE);
  }

  /** Takes up what was known before the hub was stopped. */
  void resume() {
    for (Attended known : journal.all()) {
      entries.put(known.node(), new Entry(known.seen(), State.parse(known.told()), known.seen()));
    }
  }

  /** Whether the node did not answer the last time, also before a restart. */
  boolean isAbsent(NodeName node) {
    return entry(node).seen().absence().filter(a -> !a.cause().isBarred()).isPresent();
  }

  /** What the last pass says of the presence of its node. */
  Attendance after(FleetNode node, Pass pass) {
    Sightings before = entry(node.name()).seen();
    if (pass.noWayIn().isPresent()) {
      return missed(node, pass.noWayIn().get());
    }
    if (pass.ending() == Pass.Ending.AWAY) {
      return missed(node, NoWayIn.of(Obstacle.LINK_LOST, pass.detail()));
    }
    boolean gotIn = pass.found().isPresent() || pass.outcome() instanceof Outcome.Failed;
    if (!gotIn) {
      return Attending.judge(node.presence(), before, clock.instant()); // it did not try
    }
    Sightings seen = before.seen(clock.instant());
    return judged(node, pass.ending() == Pass.Ending.FINE ? seen.settled() : seen);
  }

  /** The hub did not get in; when it is itself what stops, that says nothing of the node. */
  Attendance missed(FleetNode node, NoWayIn why) {
    Sightings before = entry(node.name()).seen();
    return why.cause() == Cause.HUB_STOPS
        ? Attending.judge(node.presence(), before, clock.instant())
        : judged(node, before.missed(why, clock.instant()));
  }

  private Attendance judged(FleetNode node, Sightings seen) {
    Entry before = entry(node.name());
    Attendance attendance = Attending.judge(node.presence(), seen, clock.instant());
    Entry now = new Entry(seen, attendance.state(), before.written());
    entries.put(node.name(), isNews(before, now) ? written(node.name(), now) : now);
    if (before.told() != now.told()) {
      tell(node.name(), attendance, before.seen());
    }
    return attendance;
  }

  private static boolean isNews(Entry before, Entry now) {
    Sightings written = before.written();
    Sightings seen = now.seen();
    boolean otherAbsence =
        !written.absence().map(a -> a.causeSince()).equals(seen.absence().map(a -> a.causeSince()));
    boolean later =
        seen.lastSeen()
            .filter(at ->
                written
                    .lastSeen()
                    .map(known -> !at.isBefore(known.plus(LAST_SEEN_WRITTEN)))
                    .orElse(true))
            .isPresent();
    return before.told() != now.told()
        || otherAbsence
        || later
        || !written.gap().equals(seen.gap());
  }

  private Entry written(NodeName node, Entry entry) {
    journal.save(new Attended(node, entry.seen(), entry.told().word()));
    return new Entry(entry.seen(), entry.told(), entry.seen());
  }

  private void tell(NodeName node, Attendance now, Sightings before) {
    String words =
        switch (now) {
          case Attendance.Present present ->
              before
                  .absence()
                  .map(a -> "back; " + absentFor(a.since()) + ", " + a.cause().word())
                  .orElse("present");
          case Attendance.Away away -> away.reason();
          case Attendance.Late late -> late.reason();
          case Attendance.Missing missing -> missing.reason();
          case Attendance.Barred barred -> barred.reason();
        };
    String type = now.state() == State.PRESENT ? "node-back" : "node-" + now.state().word();
    telling.tell(type, node, words);
  }

  private String absentFor(Instant since) {
    return "absent for " + Duration.between(since, clock.instant()).toSeconds() + " s";
  }

  /** How long the next try may be put off at most, so that no alarm comes late. */
  Optional<Duration> longestWait(FleetNode node) {
    Instant now = clock.instant();
    return Attending.nextTry(node.presence(), entry(node.name()).seen(), now)
        .map(at -> Duration.between(now, at))
        .map(wait -> wait.isPositive() ? wait : Duration.ofSeconds(1));
  }

  /** The longest absence of the node that has not been made up for. */
  public Optional<Gap> gap(NodeName node) {
    return entry(node).seen().gap();
  }

  /** When the hub was last in. */
  public Optional<Instant> lastSeen(NodeName node) {
    return entry(node).seen().lastSeen();
  }

  void forget(NodeName node) {
    entries.remove(node);
    journal.forget(node);
  }

  private Entry entry(NodeName node) {
    return entries.getOrDefault(node, Entry.NEW);
  }
}
