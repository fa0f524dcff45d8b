/** Secrets from Infisical, by its REST. */
package io.meshinfra.secret.infisical;
