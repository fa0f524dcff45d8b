/** Secrets from the environment of the process. */
package io.meshinfra.secret.env;
