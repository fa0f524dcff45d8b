package io.meshinfra.rest.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.meshinfra.journal.Suspension;
import io.meshinfra.reconcile.NodeStatus;
import io.meshinfra.report.ChangeView;
import java.util.List;
import java.util.Optional;

/** One node with what differs on it and what is known of the machine. */
public record NodeDetail(
    @JsonUnwrapped NodeView node, List<ChangeView> drift, Optional<FactsView> facts) {
  public NodeDetail {
    drift = List.copyOf(drift);
  }

  public static NodeDetail of(NodeStatus status, Optional<Suspension> suspension) {
    return new NodeDetail(
        NodeView.of(status, suspension), status.changes(), status.facts().map(FactsView::of));
  }
}
