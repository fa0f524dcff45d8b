/** The hub as authority for SSH certificates, and how long what opens its doors lives. */
package io.meshinfra.reconcile.identity;
