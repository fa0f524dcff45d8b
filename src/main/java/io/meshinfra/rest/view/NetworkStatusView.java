package io.meshinfra.rest.view;

import io.meshinfra.model.LinkPeer;
import io.meshinfra.model.Links;
import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.PathHealth;
import io.meshinfra.reconcile.paths.LinkPair;
import io.meshinfra.reconcile.paths.NodeWays;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How the ways into all nodes do. */
@Schema(name = "NetworkStatus")
public record NetworkStatusView(List<OfNode> nodes) {
  private static final double NANOS_OF_A_MILLI = 1e6;

  public NetworkStatusView {
    nodes = List.copyOf(nodes);
  }

  /** One node. */
  @Schema(name = "NodeWays")
  public record OfNode(
      String node,
      @Schema(enumeration = {"present", "away", "late", "missing", "barred"}) String attendance,
      @Schema(description = "in the order in which they are tried") List<Way> paths,
      @Schema(description = "what the node says of its mesh; absent when it was not asked yet")
          Optional<List<Peer>> links,
      @Schema(description = "how it sees other nodes; empty when it was not asked yet")
          List<Pair> pairs,
      @Schema(description = "what of that could not be read") List<String> notes) {
    public OfNode {
      paths = List.copyOf(paths);
      links = links.map(List::copyOf);
      pairs = List.copyOf(pairs);
      notes = List.copyOf(notes);
    }
  }

  /** One access path. */
  @Schema(name = "Way")
  public record Way(
      String path,
      @Schema(description = "host:port; empty for the machine of the hub itself") String address,
      @Schema(enumeration = {"up", "down", "untried"}) String state,
      @Schema(description = "when it was first seen so") Optional<Instant> since,
      @Schema(description = "when it last led in") Optional<Instant> lastGood,
      Optional<Instant> lastTried,
      @Schema(description = "tries in a row that led nowhere") int failures,
      @Schema(description = "what was met, like no-answer or other-host-key") Optional<String> why,
      @Schema(description = "for people") Optional<String> reason,
      @Schema(description = "of one question and its answer over SSH, in milliseconds")
          Optional<Double> latencyMs,
      @Schema(description = "whether the node is reached over it now") boolean inUse,
      @Schema(description = "whether it was told as drift") boolean rotten,
      @Schema(description = "how the machine of the hub gets there; absent when nobody tells")
          Optional<Peer> carrier) {
    static Way of(NodeWays.Way way) {
      Optional<PathHealth> health = way.health();
      return new Way(
          way.path().name(),
          way.path().host().isEmpty() ? "" : way.path().host() + ":" + way.path().port(),
          way.isUp() ? "up" : health.isPresent() ? "down" : "untried",
          health.map(PathHealth::since),
          health.flatMap(PathHealth::lastGood),
          health.map(PathHealth::lastTried),
          health.map(PathHealth::failures).orElse(0),
          health
              .flatMap(PathHealth::why)
              .map(why -> why.obstacle().name().toLowerCase(Locale.ROOT).replace('_', '-')),
          health.flatMap(PathHealth::why).map(ClosedPath::words),
          health.flatMap(PathHealth::latency).map(NetworkStatusView::millis),
          way.inUse(),
          way.isRotten(),
          way.carrier().map(Peer::of));
    }
  }

  /** How a node sees another one. */
  @Schema(name = "LinkPair")
  public record Pair(
      String to,
      @Schema(description = "that was asked; empty when there is none in numbers") String address,
      @Schema(description = "absent when it is no peer of Tailscale or WireGuard")
          Optional<Peer> peer,
      @Schema(description = "of an echo, in milliseconds; absent when none came back")
          Optional<Double> latencyMs) {
    static Pair of(LinkPair pair) {
      return new Pair(
          pair.to().value(),
          pair.address(),
          pair.peer().map(Peer::of),
          pair.latency().map(NetworkStatusView::millis));
    }
  }

  /** Another machine in the mesh of a node. */
  @Schema(name = "LinkPeer")
  public record Peer(
      @Schema(enumeration = {"tailscale", "wireguard"}) String net,
      @Schema(description = "of WireGuard the interface") String name,
      List<String> networks,
      @Schema(enumeration = {"direct", "relayed", "idle", "down"}) String carriage,
      @Schema(description = "endpoint or relay") String over,
      @Schema(description = "age of the last handshake in seconds, of WireGuard")
          Optional<Long> handshakeAge) {
    public Peer {
      networks = List.copyOf(networks);
    }

    static Peer of(LinkPeer peer) {
      return new Peer(
          peer.net().name().toLowerCase(Locale.ROOT),
          peer.name(),
          peer.networks(),
          peer.carriage().name().toLowerCase(Locale.ROOT),
          peer.over(),
          peer.sinceHandshake().map(Duration::toSeconds));
    }
  }

  /** Rounded to hundredths. */
  private static double millis(Duration latency) {
    return Math.round(latency.toNanos() / NANOS_OF_A_MILLI * 100) / 100.0;
  }

  /**
   * @param attendance of the node, in a word
   */
  public static OfNode of(NodeWays ways, String attendance) {
    return new OfNode(
        ways.node().value(),
        attendance,
        ways.ways().stream().map(Way::of).toList(),
        ways.links().map(links -> links.peers().stream().map(Peer::of).toList()),
        ways.pairs().stream().map(Pair::of).toList(),
        ways.links().map(Links::notes).orElse(List.of()));
  }
}
