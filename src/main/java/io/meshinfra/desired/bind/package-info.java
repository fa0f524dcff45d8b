/** Binds a YAML tree to records and tells every mistake at its position. */
package io.meshinfra.desired.bind;
