package io.meshinfra.reconcile;

/** Makes one pass over one node, and blocks until it has ended. */
@FunctionalInterface
interface Passes {
  Pass reconcile(Work work, PassListener listener);
}
