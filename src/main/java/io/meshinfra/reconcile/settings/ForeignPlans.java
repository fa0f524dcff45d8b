package io.meshinfra.reconcile.settings;

/** What is done with pull requests of people who may not push. */
public enum ForeignPlans {
  /** No plan; somebody who may push can ask for a safe one. */
  NEVER,
  /** A plan without running any command of theirs, and without showing them what nodes hold. */
  SAFE,
  /** As for everybody else. */
  FULL
}
