/**
 * What the network shall allow: one intent, its reachability, and what it compiles to on each node.
 */
package io.meshinfra.network;
