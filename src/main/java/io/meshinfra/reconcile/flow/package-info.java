/** Holds what nodes really reach against what the network intent says. */
package io.meshinfra.reconcile.flow;
