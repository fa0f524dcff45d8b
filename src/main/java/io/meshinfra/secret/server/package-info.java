/** Servers that keep secrets, asked with bounds; shared by the providers. */
package io.meshinfra.secret.server;
