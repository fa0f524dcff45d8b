package io.meshinfra.reconcile;

import io.meshinfra.adopt.Adoption;
import io.meshinfra.model.ResourceId;
import io.meshinfra.reconcile.pass.Pass;
import java.util.SortedSet;

/**
 * A look at one node and how its drift could become intent.
 *
 * @param pass the look
 * @param drifting what was asked for and is not as it shall be
 * @param adoption the edits; empty when the node was not seen
 */
public record NodeAdoption(Pass pass, SortedSet<ResourceId> drifting, Adoption adoption) {
  public NodeAdoption {
    drifting = java.util.Collections.unmodifiableSortedSet(new java.util.TreeSet<>(drifting));
  }
}
