package io.meshinfra.reconcile.paths;

import io.meshinfra.model.LinkPeer;
import io.meshinfra.model.NodeName;
import java.time.Duration;
import java.util.Optional;

/**
 * How one node sees another one.
 *
 * @param address that was asked; empty when the other one has none in numbers
 * @param peer by which packets get there; absent when it is no peer of Tailscale or WireGuard
 * @param latency of an echo; absent when none came back
 */
public record LinkPair(
    NodeName to, String address, Optional<LinkPeer> peer, Optional<Duration> latency) {}
