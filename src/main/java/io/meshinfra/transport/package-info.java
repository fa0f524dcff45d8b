/** Runs a script on a node and streams its output; one sub-package per way of reaching a node. */
package io.meshinfra.transport;
