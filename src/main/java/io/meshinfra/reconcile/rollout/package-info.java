/** Rollouts and semaphores on the hub: what the pure decisions of package rollout are asked for. */
package io.meshinfra.reconcile.rollout;
