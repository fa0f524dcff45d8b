/** Who may ask. */
package io.meshinfra.rest.guard;
