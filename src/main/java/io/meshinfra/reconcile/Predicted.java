package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.drift.Drift;
import io.meshinfra.model.Facts;
import io.meshinfra.model.NodeName;
import io.meshinfra.report.PlanText;
import io.meshinfra.resource.Catalog;
import io.meshinfra.session.CatalogDifference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What another revision asks of a node that the one in force does not: told from both catalogs
 * alone. Nothing of that revision runs anywhere, so anybody may ask for any.
 */
record Predicted(Fleet inForce, Fleet other) {

  /** For people; empty when the other revision has no such node. */
  Optional<String> of(NodeName name) {
    Optional<Catalog> before = inForce.node(name).map(FleetNode::catalog);
    return other
        .node(name)
        .map(FleetNode::catalog)
        .map(catalog ->
            new Drift(
                catalog,
                Facts.UNKNOWN,
                Instant.EPOCH,
                List.copyOf(CatalogDifference.between(before, Optional.of(catalog)))))
        .map(PlanText::of);
  }
}
