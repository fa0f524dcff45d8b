package io.meshinfra.review;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Origin;
import io.meshinfra.reconcile.status.NodeStatus;
import io.meshinfra.reconcile.status.SyncStatus;
import io.meshinfra.report.review.Pulse;
import io.meshinfra.resource.Change;
import java.time.Instant;
import java.util.Optional;

/** The status of a node as a heartbeat tells it. */
public final class NodePulse {
  private NodePulse() {}

  /**
   * @param since when the first of what drifts on it was seen so
   */
  public static Pulse of(NodeStatus status, Optional<Instant> since) {
    return new Pulse(
        status.node(), tried(status), status.drift().map(NodePulse::seen), since, remark(status));
  }

  private static Pulse.Tried tried(NodeStatus status) {
    boolean knocked = status.attendance().ongoing().isPresent();
    if (status.lastRun().isEmpty() && !knocked) {
      return Pulse.Tried.NEVER;
    }
    return status.sync() == SyncStatus.UNKNOWN ? Pulse.Tried.FAILED : Pulse.Tried.CAME_THROUGH;
  }

  private static Pulse.Seen seen(Drift drift) {
    long unclear = drift.changes().stream().filter(NodePulse::isUnclear).count();
    return new Pulse.Seen(
        drift.probedAt(),
        count(drift, Origin.CORRECTIVE),
        count(drift, Origin.INTENTIONAL),
        unclear);
  }

  private static long count(Drift drift, Origin origin) {
    return drift.changes().stream()
        .filter(change -> change.origin() == origin && !isUnclear(change))
        .count();
  }

  private static boolean isUnclear(ResourceChange change) {
    return change.change() instanceof Change.Unverifiable;
  }

  /** The reason of a status may quote what a step has printed, so it is not for a repository. */
  private static String remark(NodeStatus status) {
    return switch (status.health()) {
      case HEALTHY, PROGRESSING -> "";
      case DEGRADED -> "degraded: mesh get nodes tells why; presence " + status.presence();
      case SUSPENDED -> "suspended";
      case AWAY -> "presence " + status.presence();
    };
  }
}
