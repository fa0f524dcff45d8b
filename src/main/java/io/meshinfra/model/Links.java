package io.meshinfra.model;

import java.util.List;
import java.util.Optional;

/**
 * What a node says of its mesh.
 *
 * @param peers none also where neither Tailscale nor WireGuard is
 * @param notes what could not be read, and why; states that are no peers
 */
public record Links(List<LinkPeer> peers, List<String> notes) {
  public Links {
    peers = List.copyOf(peers);
    notes = List.copyOf(notes);
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
