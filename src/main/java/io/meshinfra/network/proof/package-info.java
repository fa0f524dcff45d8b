/**
 * What must hold whatever the rules say: known invariants, own ones, and ways in that stay open.
 */
package io.meshinfra.network.proof;
