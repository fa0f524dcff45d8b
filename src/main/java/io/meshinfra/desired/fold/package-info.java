/** Profiles, variables and entries folded into the ordered catalog of each node. */
package io.meshinfra.desired.fold;
