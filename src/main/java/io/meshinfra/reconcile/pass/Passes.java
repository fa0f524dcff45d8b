package io.meshinfra.reconcile.pass;

/** Makes one pass over one node, and blocks until it has ended. */
@FunctionalInterface
public interface Passes {
  Pass reconcile(Work work, PassListener listener);
}
