/** What the hub knows of each node, and what it tells of that. */
package io.meshinfra.reconcile.status;
