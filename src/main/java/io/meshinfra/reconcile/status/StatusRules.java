package io.meshinfra.reconcile.status;

import io.meshinfra.converge.Outcome;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.presence.Attendance;
import java.util.Optional;

/** What a pass means for the status of its node; pure. */
public final class StatusRules {
  private StatusRules() {}

  public static NodeStatus begun(NodeStatus before) {
    return before
        .with(before.sync(), Health.PROGRESSING, before.reason())
        .nextPassAt(Optional.empty());
  }

  /** Nobody answered; no pass was made. */
  public static NodeStatus stayedAway(NodeStatus before, Attendance attendance) {
    return absent(before.attends(attendance), attendance).orElse(before);
  }

  public static NodeStatus after(NodeStatus before, Pass pass, Attendance attendance) {
    NodeStatus seen = before.ran(pass.run()).attends(attendance);
    return absent(seen, attendance).orElseGet(() -> present(seen, pass));
  }

  /** Grey while the node may be away or its grace runs, red afterwards. */
  private static Optional<NodeStatus> absent(NodeStatus seen, Attendance attendance) {
    return switch (attendance) {
      case Attendance.Present present -> Optional.empty();
      case Attendance.Away away ->
          Optional.of(seen.with(SyncStatus.UNKNOWN, Health.AWAY, away.reason()));
      case Attendance.Late late ->
          Optional.of(seen.with(SyncStatus.UNKNOWN, Health.AWAY, late.reason()));
      case Attendance.Missing missing ->
          Optional.of(seen.with(SyncStatus.UNKNOWN, Health.DEGRADED, missing.reason()));
      case Attendance.Barred barred ->
          Optional.of(seen.with(SyncStatus.UNKNOWN, Health.DEGRADED, barred.reason()));
    };
  }

  private static NodeStatus present(NodeStatus before, Pass pass) {
    NodeStatus seen =
        pass.remaining().map(drift -> before.seen(KeptDrift.of(drift))).orElse(before);
    return switch (pass.outcome()) {
      case Outcome.Converged converged -> seen.with(SyncStatus.SYNCED, Health.HEALTHY, "");
      case Outcome.InSync inSync -> seen.with(SyncStatus.SYNCED, Health.HEALTHY, "");
      case Outcome.StillDrifting drifting ->
          seen.with(
              SyncStatus.OUT_OF_SYNC,
              pass.ending() == Pass.Ending.DRIFT_LEFT ? Health.HEALTHY : Health.DEGRADED,
              drifting.reason());
      case Outcome.Failed failed -> seen.with(syncOf(pass), Health.DEGRADED, failed.error());
      case Outcome.RolledBack rolledBack ->
          seen.with(syncOf(pass), Health.DEGRADED, rolledBack.reason());
      case Outcome.Skipped skipped -> seen.with(syncOf(pass), Health.DEGRADED, skipped.reason());
      case Outcome.Deferred deferred ->
          seen.with(SyncStatus.OUT_OF_SYNC, Health.PROGRESSING, deferred.reason());
    };
  }

  /** Without a probe nothing is known; with one, what it saw counts. */
  private static SyncStatus syncOf(Pass pass) {
    return pass.remaining()
        .map(drift -> drift.isEmpty() ? SyncStatus.SYNCED : SyncStatus.OUT_OF_SYNC)
        .orElse(SyncStatus.UNKNOWN);
  }
}
