package io.meshinfra.reconcile;

import io.meshinfra.drift.Drift;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.report.ChangeView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the hub knows of a node now.
 *
 * @param revision that the node was last compared with
 * @param reason why it is not Synced and Healthy, for people; empty when it is
 * @param drift what the last probe saw; absent before the first one
 * @param lastRun the last pass that was made, whatever came of it
 * @param nextPass when the next one is due; absent while one is being made or when suspended
 */
public record NodeStatus(
    NodeName node,
    Map<String, String> labels,
    String presence,
    Mode mode,
    SyncStatus sync,
    Health health,
    Optional<Revision> revision,
    String reason,
    Optional<Instant> probedAt,
    Optional<Facts> facts,
    Optional<Drift> drift,
    Optional<RunId> lastRun,
    Optional<Instant> nextPass) {
  public NodeStatus {
    labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /** How many resources the last probe saw that are not as they shall be. */
  public int changeCount() {
    return drift.map(seen -> seen.changes().size()).orElse(0);
  }

  /** How many changes of that origin the last probe saw. */
  public long changes(Origin origin) {
    return drift.stream()
        .flatMap(seen -> seen.changes().stream())
        .filter(change -> change.origin() == origin)
        .count();
  }

  /** What the last probe saw, for programs; empty before the first one. */
  public List<ChangeView> changes() {
    return drift.map(ChangeView::all).orElse(List.of());
  }

  static NodeStatus unknown(
      NodeName node, Map<String, String> labels, String presence, Mode mode) {
    return new NodeStatus(
        node,
        labels,
        presence,
        mode,
        SyncStatus.UNKNOWN,
        Health.PROGRESSING,
        Optional.empty(),
        "not probed yet",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  NodeStatus describedAs(Map<String, String> newLabels, String newPresence, Mode newMode) {
    return new NodeStatus(
        node, newLabels, newPresence, newMode, sync, health, revision, reason, probedAt, facts,
        drift, lastRun, nextPass);
  }

  NodeStatus with(SyncStatus newSync, Health newHealth, String newReason) {
    return new NodeStatus(
        node, labels, presence, mode, newSync, newHealth, revision, newReason, probedAt, facts,
        drift, lastRun, nextPass);
  }

  NodeStatus seen(Drift newDrift, Instant at) {
    return new NodeStatus(
        node,
        labels,
        presence,
        mode,
        sync,
        health,
        Optional.of(newDrift.revision()),
        reason,
        Optional.of(at),
        Optional.of(newDrift.facts()),
        Optional.of(newDrift),
        lastRun,
        nextPass);
  }

  NodeStatus ran(RunId run) {
    return new NodeStatus(
        node, labels, presence, mode, sync, health, revision, reason, probedAt, facts, drift,
        Optional.of(run), nextPass);
  }

  NodeStatus nextPassAt(Optional<Instant> at) {
    return new NodeStatus(
        node, labels, presence, mode, sync, health, revision, reason, probedAt, facts, drift,
        lastRun, at);
  }
}
