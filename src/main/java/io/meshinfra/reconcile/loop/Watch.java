package io.meshinfra.reconcile.loop;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Knock;
import java.util.function.Function;

/**
 * How the loop finds out who is there, and over which paths.
 *
 * @param knock the cheap look at a node that was away; blocks for its connect timeouts at most
 */
public record Watch(RollCall roll, Function<Target, Knock> knock, PathWatch paths) {
  /** A node that left the fleet. */
  public void forget(NodeName node) {
    roll.forget(node);
    paths.forget(node);
  }
}
