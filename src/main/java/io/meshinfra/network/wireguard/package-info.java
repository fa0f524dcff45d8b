/** The mesh as tunnels of WireGuard, and a reader of such files that knows no compiler. */
package io.meshinfra.network.wireguard;
