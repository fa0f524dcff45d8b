/** Runs scripts over SSH: one warm connection for each node, with pinned host keys only. */
package io.meshinfra.transport.ssh;
