/** Settings of the hub, its home, and where its secrets come from. */
package io.meshinfra.reconcile.settings;
