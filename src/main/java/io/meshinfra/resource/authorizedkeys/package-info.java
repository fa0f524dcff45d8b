/** Kind {@code authorizedKeys}: who may log in as a user with which key. */
package io.meshinfra.resource.authorizedkeys;
