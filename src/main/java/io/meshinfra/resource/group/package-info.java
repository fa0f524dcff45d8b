/** Kind {@code group}: local groups. */
package io.meshinfra.resource.group;
