/** Brings the stages together: one pass over one node, and the loop over all of them. */
package io.meshinfra.reconcile;
