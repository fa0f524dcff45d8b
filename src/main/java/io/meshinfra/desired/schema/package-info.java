/** What editors, {@code mesh explain} and the reference page tell about the records. */
package io.meshinfra.desired.schema;
