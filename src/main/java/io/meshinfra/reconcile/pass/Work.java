package io.meshinfra.reconcile.pass;

import io.meshinfra.converge.Outcome;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.resource.Catalog;
import java.util.Optional;

/**
 * What one pass is about.
 *
 * @param trigger why it is made, for the journal: interval, push, request, recovery
 * @param insist tries again what was tried before, because a person asked for it
 * @param hold why the node does not get what is in force now; empty when it does
 */
public record Work(
    Target target, Catalog catalog, String trigger, boolean insist, Optional<Hold> hold) {

  /**
   * Somebody has to go first.
   *
   * @param elsewhere whether the catalog is that of another revision than the one in force
   */
  public record Hold(String reason, boolean elsewhere) {}

  /** Of a node that gets what is in force. */
  public Work(Target target, Catalog catalog, String trigger, boolean insist) {
    this(target, catalog, trigger, insist, Optional.empty());
  }

  public NodeName node() {
    return target.node();
  }

  /** The same, but nothing new is rolled out; what was applied is healed. */
  public Work held(String reason) {
    return new Work(
        target, catalog.onlyHealed(reason), trigger, insist, Optional.of(new Hold(reason, false)));
  }

  /** The same by what another revision wants of the node. */
  public Work heldAt(Catalog other, String reason) {
    return new Work(target, other, trigger, insist, Optional.of(new Hold(reason, true)));
  }

  /** What came of it: that nothing but the new intent is left is told by why that waits. */
  public Outcome told(Pass pass) {
    return hold.filter(held -> isAllThatIsLeft(held, pass))
        .<Outcome>map(held -> new Outcome.Deferred(held.reason()))
        .orElse(pass.outcome());
  }

  private static boolean isAllThatIsLeft(Hold held, Pass pass) {
    return switch (pass.outcome()) {
      case Outcome.StillDrifting drifting -> pass.ending() == Pass.Ending.DRIFT_LEFT;
      case Outcome.InSync inSync -> held.elsewhere();
      case Outcome.Converged converged -> held.elsewhere();
      case Outcome.Failed failed -> false;
      case Outcome.RolledBack rolledBack -> false;
      case Outcome.Skipped skipped -> false;
      case Outcome.Deferred deferred -> false;
    };
  }
}
