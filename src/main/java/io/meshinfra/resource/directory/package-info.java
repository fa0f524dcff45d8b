/** Kind {@code directory}: a folder with its owner and mode. */
package io.meshinfra.resource.directory;
