/** Drift becomes intent: edits of the repository after which what was seen is what is wanted. */
package io.meshinfra.adopt;
