package io.meshinfra.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Another machine, as the mesh of a node sees it.
 *
 * @param name for people; of WireGuard the interface, as its peers have no names
 * @param networks addresses and networks that are reached by it, like {@code 10.0.0.2/32}
 * @param over endpoint or relay; empty when there is none
 * @param sinceHandshake absent when there was none, or when it is not told
 */
public record LinkPeer(
    Net net,
    String name,
    List<String> networks,
    Carriage carriage,
    String over,
    Optional<Duration> sinceHandshake) {

  /** What makes the mesh. */
  public enum Net {
    TAILSCALE,
    WIREGUARD
  }

  /** How packets get there. */
  public enum Carriage {
    DIRECT,
    RELAYED,
    /** Nothing was sent of late, so nobody knows. */
    IDLE,
    /** The other one is not there. */
    DOWN
  }

  public LinkPeer {
    networks = List.copyOf(networks);
  }
}
