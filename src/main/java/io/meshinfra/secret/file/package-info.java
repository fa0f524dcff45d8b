/** Secrets from files that only their owner can read. */
package io.meshinfra.secret.file;
