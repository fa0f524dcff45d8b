/**
 * The one place where secrets meet nodes: it compares by keyed hashes and fills steps on their way
 * out.
 */
package io.meshinfra.converge.seal;
