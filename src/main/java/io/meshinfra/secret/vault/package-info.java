/** Secrets from HashiCorp Vault or OpenBao, by their REST. */
package io.meshinfra.secret.vault;
