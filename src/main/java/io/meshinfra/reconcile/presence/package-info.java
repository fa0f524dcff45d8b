/**
 * Whether a node is present, away, late, missing or barred: pure rules over what the hub has seen.
 */
package io.meshinfra.reconcile.presence;
