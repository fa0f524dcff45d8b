/** Leaves on a node what it needs to verify itself and to put itself right when no hub is there. */
package io.meshinfra.converge.alone;
