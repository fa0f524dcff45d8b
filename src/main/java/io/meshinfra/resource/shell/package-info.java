/** Kind {@code shell}: a check and a command that brings it about. */
package io.meshinfra.resource.shell;
