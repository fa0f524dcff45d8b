package io.meshinfra.reconcile;

import io.meshinfra.journal.Journal;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Knock;
import java.time.Clock;
import java.util.function.Function;

/**
 * How the loop finds out who is there, and over which paths.
 *
 * @param knock the cheap look at a node that was away; blocks for its connect timeouts at most
 */
record Watch(RollCall roll, Function<Target, Knock> knock, PathWatch paths) {
  static Watch of(Engine engine, Journal journal, HubEvents events, Clock clock) {
    return new Watch(
        new RollCall(journal.attendance(), events::ofNode, clock),
        engine::knock,
        new PathWatch(engine::detour, events::ofNode));
  }

  /** A node that left the fleet. */
  void forget(NodeName node) {
    roll.forget(node);
    paths.forget(node);
  }
}
