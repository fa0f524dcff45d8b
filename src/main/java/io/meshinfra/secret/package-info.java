/** Resolves a reference to a secret at the last moment; each provider is one sub-package. */
package io.meshinfra.secret;
