package io.meshinfra.rest.view;

import io.meshinfra.journal.Suspension;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.reconcile.Presences;
import io.meshinfra.reconcile.paths.NodeWays;
import io.meshinfra.reconcile.paths.WaysIn;
import io.meshinfra.reconcile.status.NodeStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One node in a list. */
@Schema(name = "Node")
public record NodeView(
    String name,
    Map<String, String> labels,
    String presence,
    @Schema(enumeration = {"enforce", "heal", "observe"}) String mode,
    @Schema(enumeration = {"Synced", "OutOfSync", "Unknown"}) String sync,
    @Schema(enumeration = {"Healthy", "Progressing", "Degraded", "Suspended", "Away"})
        String health,
    @Schema(description = "that the node was last compared with") Optional<String> revision,
    @Schema(description = "why it is not Synced and Healthy; empty when it is") String reason,
    Optional<Instant> probedAt,
    Optional<String> lastRun,
    Optional<Instant> nextPass,
    @Schema(description = "how many resources differ") int changes,
    AttendanceView attendance,
    @Schema(description = "what it has to make up for, when it is or was away")
        Optional<AttendanceView.DebtView> debt,
    Optional<SuspensionView> suspension,
    @Schema(description = "what the node can verify and put right alone, when there is no hub")
        Optional<AloneView> alone,
    @Schema(description = "how its access paths do; see /network/status") PathsView paths) {
  public NodeView {
    labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /** How many ways into the node lead in. */
  @Schema(name = "Paths")
  public record PathsView(
      int declared,
      int up,
      @Schema(description = "those that lead nowhere and were told") List<String> rotten) {
    public PathsView {
      rotten = List.copyOf(rotten);
    }

    static PathsView of(NodeWays ways) {
      return new PathsView(
          ways.ways().size(),
          (int) ways.up(),
          ways.ways().stream()
              .filter(NodeWays.Way::isRotten)
              .map(way -> way.path().toString())
              .toList());
    }
  }

  /** The catalog that was left on the node. */
  @Schema(name = "Alone")
  public record AloneView(
      @Schema(description = "at which the node was in sync with it") String revision,
      int resources,
      @Schema(description = "resources that the node reads otherwise than the hub; it leaves them")
          int unproved) {
    static AloneView of(Facts.Alone alone) {
      return new AloneView(alone.revision().id(), alone.resources(), alone.unproved());
    }
  }

  /** Who asked to leave the node alone. */
  @Schema(name = "Suspension")
  public record SuspensionView(String reason, String by, Instant since, Optional<Instant> until) {
    static SuspensionView of(Suspension suspension) {
      return new SuspensionView(
          suspension.reason(), suspension.by(), suspension.since(), suspension.until());
    }
  }

  public static NodeView of(
      NodeStatus status, Presences presences, Optional<Suspension> suspension, WaysIn waysIn) {
    return new NodeView(
        status.node().value(),
        status.labels(),
        status.presence(),
        status.mode().word(),
        status.sync().word(),
        status.health().word(),
        status.revision().map(Revision::id),
        status.reason(),
        status.probedAt(),
        status.lastRun().map(RunId::value),
        status.nextPass(),
        status.changeCount(),
        AttendanceView.of(status.attendance(), presences.lastSeen(status.node())),
        presences.debt(status).map(AttendanceView.DebtView::of),
        suspension.map(SuspensionView::of),
        status.facts().flatMap(Facts::alone).map(AloneView::of),
        waysIn
            .of(status.node())
            .map(PathsView::of)
            .orElseGet(() -> new PathsView(0, 0, List.of())));
  }
}
