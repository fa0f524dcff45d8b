package io.meshinfra.network.wireguard;

import io.meshinfra.model.AccessPath;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.WireguardEndpoint;
import java.util.Optional;

/**
 * Where WireGuard of a node is reached by another one.
 *
 * @param host as WireGuard takes it
 * @param why it is that place
 */
record Reach(String host, int port, String why) {
  /**
   * What is written counts. A node that roams has no place of its own. Two that stay in the local
   * network meet there; else where people reach its sshd from anywhere, WireGuard is taken to be
   * reached too. One that roams looks for it there first, since it is not always at home.
   */
  static Optional<Reach> of(WgNode from, WgNode to) {
    int port = to.node().wireguard().port();
    Optional<WireguardEndpoint> written = to.node().wireguard().endpoint();
    if (written.isPresent()) {
      return Optional.of(
          new Reach(written.get().host(), written.get().port().orElse(port), "written endpoint"));
    }
    if (to.node().presence() == MeshNode.Presence.ROAMS) {
      return Optional.empty();
    }
    Optional<AccessPath> lan = from.lan().isPresent() ? to.lan() : Optional.empty();
    Optional<AccessPath> path =
        from.node().presence() == MeshNode.Presence.ROAMS
            ? to.open().or(() -> lan)
            : lan.or(to::open);
    return path.filter(one -> !one.host().contains("%"))
        .map(one -> new Reach(bracketed(one.host()), port, "access path " + one.name()));
  }

  /** An address of IPv6 would run into the port. */
  static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
