/** A hub in one file, and a hub out of it: what cannot be had again from git or from the nodes. */
package io.meshinfra.reconcile.backup;
