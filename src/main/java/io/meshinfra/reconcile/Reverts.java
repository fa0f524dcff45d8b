package io.meshinfra.reconcile;

import io.meshinfra.model.NodeName;
import io.meshinfra.plan.Plan;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Passes;
import io.meshinfra.reconcile.pass.Work;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The passes of the loop, of which one can be asked to put back what somebody changed by hand. It
 * is made like any other: one at a time over a node, judged by policy, and only when the node is
 * still as it was when the plan was shown.
 */
final class Reverts implements Passes {
  private final Passes usual;
  private final Carrying carrying;
  private final Map<NodeName, Revert> wanted = new ConcurrentHashMap<>();

  /** Carries out a plan that a person has seen. */
  @FunctionalInterface
  interface Carrying {
    Pass carryOut(Work work, Plan seen, PassListener listener);
  }

  Reverts(Passes usual, Carrying carrying) {
    this.usual = usual;
    this.carrying = carrying;
  }

  /** The next pass over the node does this instead. */
  void want(NodeName node, Revert revert) {
    wanted.put(node, revert);
  }

  @Override
  public Pass reconcile(Work work, PassListener listener) {
    Revert revert = wanted.remove(work.node());
    if (revert == null) {
      return usual.reconcile(work, listener);
    }
    Work once = new Work(work.target(), revert.applied(work.catalog()), work.trigger(), true);
    return carrying.carryOut(once, revert.seen(), listener);
  }
}
