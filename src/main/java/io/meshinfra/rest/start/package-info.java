/** Starts the hub, or says in one line why it cannot. */
package io.meshinfra.rest.start;
