/** Kind {@code hostname}: what the machine calls itself. */
package io.meshinfra.resource.hostname;
