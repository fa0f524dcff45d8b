/** Who may ask: one token, kept in a file that only its owner reads. */
package io.meshinfra.rest.guard;
