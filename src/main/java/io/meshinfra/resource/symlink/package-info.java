/** Kind {@code symlink}: a symbolic link. */
package io.meshinfra.resource.symlink;
