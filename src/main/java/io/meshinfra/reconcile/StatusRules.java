package io.meshinfra.reconcile;

import io.meshinfra.converge.Outcome;
import java.util.Optional;

/** What a pass means for the status of its node; pure. */
final class StatusRules {
  private StatusRules() {}

  static NodeStatus begun(NodeStatus before) {
    return before
        .with(before.sync(), Health.PROGRESSING, before.reason())
        .nextPassAt(Optional.empty());
  }

  /**
   * @param expected whether the node should be present now
   */
  static NodeStatus after(NodeStatus before, Pass pass, boolean expected) {
    NodeStatus seen = before.ran(pass.run());
    if (pass.remaining().isPresent()) {
      seen = seen.seen(KeptDrift.of(pass.remaining().get()));
    }
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
      case Outcome.Deferred deferred -> deferred(seen, pass, deferred.reason(), expected);
    };
  }

  private static NodeStatus deferred(NodeStatus seen, Pass pass, String reason, boolean expected) {
    boolean neverSeen = pass.found().isEmpty();
    if (!neverSeen) {
      return seen.with(SyncStatus.OUT_OF_SYNC, Health.PROGRESSING, reason);
    }
    return expected
        ? seen.with(SyncStatus.UNKNOWN, Health.DEGRADED, reason)
        : seen.with(SyncStatus.UNKNOWN, Health.AWAY, reason);
  }

  /** Without a probe nothing is known; with one, what it saw counts. */
  private static SyncStatus syncOf(Pass pass) {
    return pass.remaining()
        .map(drift -> drift.isEmpty() ? SyncStatus.SYNCED : SyncStatus.OUT_OF_SYNC)
        .orElse(SyncStatus.UNKNOWN);
  }
}
