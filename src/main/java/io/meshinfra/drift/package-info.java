/** Compares a catalog with a snapshot, once for all kinds: what differs, and who moved. */
package io.meshinfra.drift;
