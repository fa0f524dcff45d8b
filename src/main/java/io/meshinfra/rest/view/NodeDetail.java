package io.meshinfra.rest.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.meshinfra.journal.Suspension;
import io.meshinfra.reconcile.Presences;
import io.meshinfra.reconcile.paths.WaysIn;
import io.meshinfra.reconcile.status.NodeStatus;
import io.meshinfra.report.ChangeView;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One node with what differs on it and what is known of the machine. */
public record NodeDetail(
    @JsonUnwrapped NodeView node,
    List<ChangeView> drift,
    @Schema(description = "paths that led nowhere when the hub connected over a later one")
        List<String> detour,
    Optional<FactsView> facts) {
  public NodeDetail {
    drift = List.copyOf(drift);
    detour = List.copyOf(detour);
  }

  public static NodeDetail of(
      NodeStatus status, Presences presences, Optional<Suspension> suspension, WaysIn waysIn) {
    return new NodeDetail(
        NodeView.of(status, presences, suspension, waysIn),
        status.changes(),
        presences.detour(status.node()),
        status.facts().map(FactsView::of));
  }
}
