/** Reads and puts the policy file of a tailnet by the API of Tailscale, within bounds. */
package io.meshinfra.tailnet;
