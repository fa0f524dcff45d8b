/** Every way into every node is tried before it is needed; one that rots is told. */
package io.meshinfra.reconcile.paths;
