package io.meshinfra.network.wireguard;

import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Subnet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A {@code wg0.conf} as it is read back from its text.
 *
 * @param prefix of the network that the interface itself is in
 * @param routes further networks that are sent into the interface
 * @param passes what may come out of a tunnel and go on; empty when nothing may
 * @param exit whom it lets out to the internet
 * @param leaves whether its own packets to the internet go into a tunnel
 */
record WgConfig(
    Ipv4 address,
    int prefix,
    int port,
    List<Subnet> routes,
    Optional<Passing> passes,
    Optional<Exit> exit,
    boolean leaves,
    List<Section> peers) {
  WgConfig {
    routes = List.copyOf(routes);
    peers = List.copyOf(peers);
  }

  /**
   * Where to packets may go on that came out of a tunnel.
   *
   * @param tunnels networks that are sent into a tunnel again
   * @param own networks that are left to the other routes of the machine
   */
  record Passing(List<Subnet> tunnels, List<Subnet> own) {
    Passing {
      tunnels = List.copyOf(tunnels);
      own = List.copyOf(own);
    }

    boolean intoTunnel(Ipv4 address) {
      return own.stream().noneMatch(network -> network.contains(address))
          && tunnels.stream().anyMatch(network -> network.contains(address));
    }
  }

  /**
   * A way out to the internet for others.
   *
   * @param clients whose packets are passed on as its own
   * @param tunnels networks that are sent into a tunnel all the same
   * @param own networks that are left to the other routes of the machine
   */
  record Exit(List<Ipv4> clients, List<Subnet> tunnels, List<Subnet> own) {
    Exit {
      clients = List.copyOf(clients);
      tunnels = List.copyOf(tunnels);
      own = List.copyOf(own);
    }
  }

  /**
   * A peer.
   *
   * @param line of its first line, counted from 1
   * @param allowed networks that it alone has
   * @param rest whether it has all that no other peer has
   * @param endpoint as it is written
   */
  record Section(
      int line,
      String key,
      List<Subnet> allowed,
      boolean rest,
      Optional<String> endpoint,
      boolean keptAlive) {
    Section {
      allowed = List.copyOf(allowed);
    }

    boolean allows(Ipv4 address) {
      return allowed.stream().anyMatch(network -> network.contains(address));
    }
  }

  /** What became of reading a text. */
  sealed interface Reading {
    /** It is one. */
    record Read(WgConfig config) implements Reading {}

    /** It says something that we never write. */
    record NotUnderstood(String reason) implements Reading {}
  }

  /** Whether the machine itself sends packets for an address into the interface. */
  boolean routesTo(Ipv4 to) {
    long size = 1L << 32 - prefix;
    return to.number() / size == address.number() / size
        || routes.stream().anyMatch(network -> network.contains(to));
  }

  /** Whether packets for an address come to their end here, or in a network of this machine. */
  boolean isAtHome(Ipv4 to) {
    return to.equals(address)
        || passes.stream()
            .flatMap(passing -> passing.own().stream())
            .anyMatch(network -> network.contains(to));
  }

  /** Peers so that they are found by key and by address. */
  Index index() {
    return new Index(this);
  }

  /** The peers of a file, to be asked often. */
  static final class Index {
    private final WgConfig config;
    private final Map<String, Section> byKey = new HashMap<>();
    private final TreeMap<Ipv4, Claim> byAddress = new TreeMap<>();

    private record Claim(Subnet network, Section section) {}

    private Index(WgConfig config) {
      this.config = config;
      for (Section section : config.peers()) {
        byKey.put(section.key(), section);
        section
            .allowed()
            .forEach(network -> byAddress.put(network.first(), new Claim(network, section)));
      }
    }

    WgConfig config() {
      return config;
    }

    Optional<Section> withKey(String key) {
      return Optional.ofNullable(byKey.get(key));
    }

    /** Whose tunnel a packet for the address goes into; networks do not overlap. */
    Optional<Section> to(Ipv4 address) {
      return Optional.ofNullable(byAddress.floorEntry(address))
          .map(Map.Entry::getValue)
          .filter(claim -> claim.network().contains(address))
          .map(Claim::section);
    }
  }

  /** Networks that two peers claim, or one twice; none when each address has one peer at most. */
  List<String> overlaps() {
    record Claim(Subnet network, Section section) {}
    List<Claim> claims =
        peers.stream()
            .flatMap(peer -> peer.allowed().stream().map(network -> new Claim(network, peer)))
            .sorted(Comparator.comparing(claim -> claim.network().first()))
            .toList();
    List<String> overlaps = new ArrayList<>();
    Claim widest = null;
    for (Claim claim : claims) {
      if (widest != null && widest.network().last().compareTo(claim.network().first()) >= 0) {
        overlaps.add(
            "AllowedIPs %s of line %d and %s of line %d overlap"
                .formatted(
                    widest.network(),
                    widest.section().line(),
                    claim.network(),
                    claim.section().line()));
      }
      if (widest == null || widest.network().last().compareTo(claim.network().last()) < 0) {
        widest = claim;
      }
    }
    return overlaps;
  }
}
