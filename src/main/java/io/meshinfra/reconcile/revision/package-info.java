/** Which commit is in force, what it says, and the fleet of any other one. */
package io.meshinfra.reconcile.revision;
