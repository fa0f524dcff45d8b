/** Kind {@code block}: some lines of a file, between two markers. */
package io.meshinfra.resource.block;
