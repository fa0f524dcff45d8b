package io.meshinfra.network.flow;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Subnet;
import java.util.List;

/**
 * An address of a node that is not of the mesh, as its manifest names it.
 *
 * @param name what the manifest calls it, like {@code lan}
 */
public record OutsideAddress(NodeName node, Ipv4 address, String name) {
  /** Networks that mean another machine elsewhere (RFC 1918, RFC 6598, RFC 3927). */
  private static final List<Subnet> PRIVATE =
      List.of(
          Subnet.parse("10.0.0.0/8"),
          Subnet.parse("172.16.0.0/12"),
          Subnet.parse("192.168.0.0/16"),
          Subnet.parse("100.64.0.0/10"),
          Subnet.parse("169.254.0.0/16"));

  /** No machine is reached at these: this host, this network, several at once, the future. */
  private static final List<Subnet> NOBODYS =
      List.of(
          Subnet.parse("0.0.0.0/8"),
          Subnet.parse("127.0.0.0/8"),
          Subnet.parse("224.0.0.0/4"),
          Subnet.parse("240.0.0.0/4"));

  /** What is taken for one local network; manifests tell no masks. */
  private static final int NEIGHBOURS = 24;

  /** Whether the same address is somebody else's in another local network. */
  public boolean isPrivate() {
    return isPrivate(address);
  }

  public static boolean isPrivate(Ipv4 address) {
    return PRIVATE.stream().anyMatch(network -> network.contains(address));
  }

  static boolean isNobodys(Ipv4 address) {
    return NOBODYS.stream().anyMatch(network -> network.contains(address));
  }

  /** Whether two private addresses look like those of one local network. */
  public static boolean areNeighbours(Ipv4 one, Ipv4 two) {
    return isPrivate(one)
        && isPrivate(two)
        && one.bits() >>> Integer.SIZE - NEIGHBOURS == two.bits() >>> Integer.SIZE - NEIGHBOURS;
  }
}
