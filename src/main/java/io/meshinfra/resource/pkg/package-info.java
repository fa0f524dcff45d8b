/** Kind {@code package}: software of the node's own package manager, installed or removed. */
package io.meshinfra.resource.pkg;
