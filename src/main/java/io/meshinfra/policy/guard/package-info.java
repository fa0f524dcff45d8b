/** Which steps of a plan are carried out under the guard, and what the node keeps for them. */
package io.meshinfra.policy.guard;
