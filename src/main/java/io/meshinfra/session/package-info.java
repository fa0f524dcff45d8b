/**
 * Session contracts: what an assistant may do in the repository, and whether its commits kept to
 * it.
 */
package io.meshinfra.session;
