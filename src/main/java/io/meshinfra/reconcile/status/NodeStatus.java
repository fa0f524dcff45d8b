package io.meshinfra.reconcile.status;

import io.meshinfra.drift.Drift;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.reconcile.presence.Attendance;
import io.meshinfra.report.ChangeView;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the hub knows of a node now. */
public record NodeStatus(
    NodeName node,
    Description description,
    Verdict verdict,
    Seen seen,
    Schedule schedule,
    Attendance attendance) {

  /** What its manifest says of it. */
  record Description(Map<String, String> labels, String presence, Mode mode) {
    Description {
      labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }
  }

  /**
   * What is to be thought of it.
   *
   * @param reason why it is not Synced and Healthy, for people; empty when it is
   */
  record Verdict(SyncStatus sync, Health health, String reason) {}

  /**
   * What the last probe saw; all absent before the first one.
   *
   * @param revision that the node was compared with
   */
  record Seen(
      Optional<Revision> revision,
      Optional<Instant> at,
      Optional<Facts> facts,
      Optional<Drift> drift) {
    static final Seen NOTHING =
        new Seen(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static Seen of(Drift drift) {
      return new Seen(
          Optional.of(drift.revision()),
          Optional.of(drift.probedAt()),
          Optional.of(drift.facts()),
          Optional.of(drift));
    }
  }

  /**
   * When it was and will be looked at.
   *
   * @param lastRun the last pass that was made, whatever came of it
   * @param nextPass when the next one is due; absent while one is being made or when suspended
   */
  record Schedule(Optional<RunId> lastRun, Optional<Instant> nextPass) {
    static final Schedule NONE = new Schedule(Optional.empty(), Optional.empty());
  }

  public Map<String, String> labels() {
    return description.labels();
  }

  public String presence() {
    return description.presence();
  }

  public Mode mode() {
    return description.mode();
  }

  public SyncStatus sync() {
    return verdict.sync();
  }

  public Health health() {
    return verdict.health();
  }

  /** Why it is not Synced and Healthy, for people; empty when it is. */
  public String reason() {
    return verdict.reason();
  }

  /** The revision that the node was last compared with. */
  public Optional<Revision> revision() {
    return seen.revision();
  }

  public Optional<Instant> probedAt() {
    return seen.at();
  }

  public Optional<Facts> facts() {
    return seen.facts();
  }

  /** What the last probe saw, long texts left out; absent before the first one. */
  public Optional<Drift> drift() {
    return seen.drift();
  }

  /** The last pass that was made, whatever came of it. */
  public Optional<RunId> lastRun() {
    return schedule.lastRun();
  }

  /** When the next pass is due; absent while one is being made or when the node is suspended. */
  public Optional<Instant> nextPass() {
    return schedule.nextPass();
  }

  /** How many resources the last probe saw that are not as they shall be. */
  public int changeCount() {
    return drift().map(drift -> drift.changes().size()).orElse(0);
  }

  /** How many changes of that origin the last probe saw. */
  public long changes(Origin origin) {
    return drift().stream()
        .flatMap(drift -> drift.changes().stream())
        .filter(change -> change.origin() == origin)
        .count();
  }

  /** What the last probe saw, for programs; empty before the first one. */
  public List<ChangeView> changes() {
    return drift().map(ChangeView::all).orElse(List.of());
  }

  static NodeStatus unknown(NodeName node, Map<String, String> labels, String presence, Mode mode) {
    return new NodeStatus(
        node,
        new Description(labels, presence, mode),
        new Verdict(SyncStatus.UNKNOWN, Health.PROGRESSING, "not probed yet"),
        Seen.NOTHING,
        Schedule.NONE,
        Attendance.PRESENT);
  }

  NodeStatus describedAs(Map<String, String> labels, String presence, Mode mode) {
    return new NodeStatus(
        node, new Description(labels, presence, mode), verdict, seen, schedule, attendance);
  }

  NodeStatus with(SyncStatus sync, Health health, String reason) {
    return new NodeStatus(
        node, description, new Verdict(sync, health, reason), seen, schedule, attendance);
  }

  /**
   * The same, and not well for a reason that no pass has found; only of one that is well, or waits
   * for something and is not being looked at.
   */
  public NodeStatus unwellFor(String why) {
    boolean waits = health() == Health.PROGRESSING && nextPass().isPresent();
    return health() == Health.HEALTHY || waits
        ? with(sync(), Health.DEGRADED, reason().isEmpty() ? why : why + "; " + reason())
        : this;
  }

  NodeStatus seen(Drift drift) {
    return new NodeStatus(node, description, verdict, Seen.of(drift), schedule, attendance);
  }

  /** The same, when it has something else to go by without a hub. */
  public NodeStatus having(Optional<Facts.Alone> alone) {
    Seen now =
        new Seen(
            seen.revision(),
            seen.at(),
            seen.facts().map(facts -> facts.with(alone)),
            seen.drift().map(drift -> drift.with(drift.facts().with(alone))));
    return new NodeStatus(node, description, verdict, now, schedule, attendance);
  }

  NodeStatus ran(RunId run) {
    Schedule next = new Schedule(Optional.of(run), nextPass());
    return new NodeStatus(node, description, verdict, seen, next, attendance);
  }

  public NodeStatus nextPassAt(Optional<Instant> at) {
    return new NodeStatus(
        node, description, verdict, seen, new Schedule(lastRun(), at), attendance);
  }

  NodeStatus attends(Attendance now) {
    return new NodeStatus(node, description, verdict, seen, schedule, now);
  }
}
