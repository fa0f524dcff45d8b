/** Kind {@code git}: a checkout of a repository at a ref. */
package io.meshinfra.resource.git;
