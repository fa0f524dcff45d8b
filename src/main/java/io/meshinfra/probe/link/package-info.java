/**
 * Asks a node how its Tailscale and WireGuard carry packets: directly, over a relay, or not at all.
 */
package io.meshinfra.probe.link;
