/** Runs the steps of a plan on the node, detached from the connection, and finds them again. */
package io.meshinfra.converge.shell;
