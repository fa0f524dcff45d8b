/** Events and those who listen. */
package io.meshinfra.rest.stream;
