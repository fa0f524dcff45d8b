/** Kind {@code user}: local accounts. */
package io.meshinfra.resource.user;
