/** Secrets from the password stores gopass and pass, by their programs. */
package io.meshinfra.secret.pass;
