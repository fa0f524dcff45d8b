/** One pass over one node: what it is about, what it remembers and tells, what came of it. */
package io.meshinfra.reconcile.pass;
