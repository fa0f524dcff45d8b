/** Manifests as people write them, one record each, and the words inside them. */
package io.meshinfra.desired.manifest;
