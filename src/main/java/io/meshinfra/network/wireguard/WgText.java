package io.meshinfra.network.wireguard;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Subnet;
import io.meshinfra.network.intent.WireguardKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Text of a {@code wg0.conf}, line by line, for {@code wg-quick}. Every word that is no constant of
 * this class has a type whose form leaves nothing that a shell or WireGuard could take for
 * something else.
 *
 * <p>{@code wg-quick} is told to make no routes ({@code Table = off}): it would give up where a
 * node is itself in a network that another one routes into. Routes made here stand behind those
 * that a node has anyway (metric), and what is only passed on has a table of its own, so that it
 * never leaves by another interface.
 */
final class WgText {
  /** Number of the table, of its rule, and metric of routes: behind what others use. */
  private static final int OURS = 5151;

  private static final int KEEPALIVE_SECONDS = 25;

  private final StringBuilder text =
      new StringBuilder(
          """
          # Kept by mesh-infra, made from the network intent: what is changed here by hand is undone.
          # The private key is /etc/wireguard/mesh.key, made on this machine; it is nowhere else.
          [Interface]
          """);

  /**
   * @param marked whether the packets of the tunnels themselves are told from all others, so that
   *     they do not go into a tunnel
   */
  WgText(Ipv4 address, int prefix, int port, boolean marked) {
    text.append(
        """
        Address = %s/%d
        ListenPort = %d
        %sTable = off
        PostUp = wg set %%i private-key /etc/wireguard/mesh.key
        """
            .formatted(
                address, prefix, port, marked ? "FwMark = " + InternetText.MARK + "\n" : ""));
  }

  /** Networks that other nodes route into. */
  void routes(List<Subnet> networks) {
    networks.forEach(network ->
        text.append(
            "PostUp = ip -4 route replace %s dev %%i metric %d%n".formatted(network, OURS)));
  }

  /**
   * Lets pass what comes out of a tunnel and goes into another, or into networks of this node.
   *
   * @param through networks that tunnels lead to
   * @param own networks that this node routes into
   */
  void passOn(List<Subnet> through, List<Subnet> own) {
    text.append("PostUp = sysctl -qw net.ipv4.conf.%i.forwarding=1\n");
    through.forEach(network ->
        text.append("PostUp = ip -4 route replace %s dev %%i table %d%n".formatted(network, OURS)));
    own.forEach(network ->
        text.append("PostUp = ip -4 route replace throw %s table %d%n".formatted(network, OURS)));
    text.append(
        """
        PostUp = ip -4 route replace unreachable default table %1$d
        PostUp = ip -4 rule del priority %1$d 2>/dev/null || :; ip -4 rule add iif %%i priority %1$d lookup %1$d
        PostDown = ip -4 rule del priority %1$d 2>/dev/null || :; ip -4 route flush table %1$d 2>/dev/null || :
        """
            .formatted(OURS));
  }

  /**
   * Lets these nodes out to the internet, and to nothing else that is not in a tunnel.
   *
   * @param through networks that tunnels lead to
   * @param own networks that this node routes into
   */
  void letOut(List<Ipv4> clients, List<Subnet> through, List<Subnet> own) {
    text.append(InternetText.exit(clients, through, own));
  }

  /** Sends into the tunnel what the main table has only its default route for. */
  void leaveByTunnel() {
    text.append(InternetText.client());
  }

  void peer(
      NodeName name,
      WireguardKey key,
      List<Subnet> allowed,
      Optional<Reach> endpoint,
      boolean keptAlive) {
    text.append("\n# %s\n[Peer]\nPublicKey = %s\nAllowedIPs = ".formatted(name, key))
        .append(allowed.stream().map(Subnet::toString).collect(Collectors.joining(", ")))
        .append('\n');
    endpoint.ifPresent(place -> text.append("Endpoint = " + place + "\n"));
    if (keptAlive) {
      text.append("PersistentKeepalive = " + KEEPALIVE_SECONDS + "\n");
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
