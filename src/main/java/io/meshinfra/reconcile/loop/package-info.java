/** When each node is looked at: the loop over the fleet, its books, its pace and its places. */
package io.meshinfra.reconcile.loop;
