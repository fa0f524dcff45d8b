/** Kind {@code file}: a regular file with given content, owner and mode. */
package io.meshinfra.resource.file;
