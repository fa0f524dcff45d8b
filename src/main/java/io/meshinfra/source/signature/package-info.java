/**
 * Judges who signed a commit, by keys that the hub was given; no key, file or program of a user
 * counts.
 */
package io.meshinfra.source.signature;
