/** How bad it would be if a change went wrong, and why, from what it touches. */
package io.meshinfra.policy.risk;
