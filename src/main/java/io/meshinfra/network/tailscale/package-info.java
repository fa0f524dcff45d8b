/** What the intent comes to as the policy file of a tailnet, and the proof that it does. */
package io.meshinfra.network.tailscale;
