/**
 * Which flows are worth a try, so that what the matrix says can be held against the real network.
 */
package io.meshinfra.network.flow;
