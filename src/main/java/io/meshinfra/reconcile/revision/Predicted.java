package io.meshinfra.reconcile.revision;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Facts;
import io.meshinfra.model.NodeName;
import io.meshinfra.report.PlanText;
import io.meshinfra.session.CatalogDifference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What another revision asks of a node that the one in force does not: told from both catalogs
 * alone. Nothing of that revision runs anywhere, so anybody may ask for any.
 */
public record Predicted(Fleet inForce, Fleet other) {

  /** For people; empty when the other revision has no such node. */
  public Optional<String> of(NodeName name) {
    return other
        .node(name)
        .map(FleetNode::catalog)
        .map(
            catalog -> new Drift(catalog, Facts.UNKNOWN, Instant.EPOCH, List.copyOf(changes(name))))
        .map(PlanText::of);
  }

  /** The resources of the node that are not the same in both. */
  public List<ResourceChange> changes(NodeName name) {
    return CatalogDifference.between(
        inForce.node(name).map(FleetNode::catalog), other.node(name).map(FleetNode::catalog));
  }
}
