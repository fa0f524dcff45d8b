/** What assistants may do at this hub: tokens, contracts, and whether commits kept to them. */
package io.meshinfra.reconcile.agent;
