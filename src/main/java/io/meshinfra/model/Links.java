package io.meshinfra.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node says of its mesh.
 *
 * @param peers none also where neither Tailscale nor WireGuard is
 * @param notes what could not be read, and why; states that are no peers
 * @param latencies of one question and its answer, by the address that was asked
 */
public record Links(List<LinkPeer> peers, List<String> notes, Map<String, Duration> latencies) {
  public Links {
    peers = List.copyOf(peers);
    notes = List.copyOf(notes);
    latencies = Map.copyOf(latencies);
  }

  /** Without latencies. */
  public Links(List<LinkPeer> peers, List<String> notes) {
    this(peers, notes, Map.of());
  }

  /** The peer of that name: whole, or without the domain of its network. */
  public Optional<LinkPeer> named(String host) {
    return peers.stream()
        .filter(peer -> peer.net() == LinkPeer.Net.TAILSCALE)
        .filter(peer -> peer.name().equals(host) || peer.name().startsWith(host + "."))
        .findFirst();
  }

  /** The peer by which an address is reached: the one with the smallest network around it. */
  public Optional<LinkPeer> to(String address) {
    LinkPeer best = null;
    int longest = -1;
    for (LinkPeer peer : peers) {
      for (String network : peer.networks()) {
        int length = Around.length(network, address);
        if (length > longest) {
          longest = length;
          best = peer;
        }
      }
    }
    return Optional.ofNullable(best);
  }
}
