package io.meshinfra.reconcile;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.resource.Catalog;

/**
 * What one pass is about.
 *
 * @param trigger why it is made, for the journal: interval, push, request, recovery
 * @param insist tries again what was tried before, because a person asked for it
 */
public record Work(Target target, Catalog catalog, String trigger, boolean insist) {
  public NodeName node() {
    return target.node();
  }
}
