/** Carries out an approved plan on its node, then probes again; only that probe says converged. */
package io.meshinfra.converge;
