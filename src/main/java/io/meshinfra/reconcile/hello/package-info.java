/** Nodes that say that they are back: who may say so, and how that is taken in. */
package io.meshinfra.reconcile.hello;
