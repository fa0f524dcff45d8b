/** Keeps the policy file of the tailnet as the revision in force has it. */
package io.meshinfra.reconcile.tailnet;
