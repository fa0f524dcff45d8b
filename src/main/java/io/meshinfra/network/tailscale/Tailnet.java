package io.meshinfra.network.tailscale;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.Subnet;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The devices of the intent that Tailscale joins, and how the policy file names each: nodes by a
 * tag of their own, whatever their address; what is no node of the fleet by its address.
 *
 * <p>There are no tags for roles: {@code tailscale set} cannot change the tags of a device, so that
 * one which lost its role would keep what the role was allowed. A tag of the node alone never has
 * to change.
 */
public record Tailnet(SortedMap<NodeName, Device> devices) {
  /**
   * Where the IPv4 addresses of all tailnets are
   * (tailscale.com/docs/concepts/tailscale-ip-addresses).
   */
  public static final Subnet ADDRESSES = Subnet.parse("100.64.0.0/10");

  private static final String TAG = "tag:node-";

  /**
   * A device.
   *
   * @param tag of nodes of the fleet only
   * @param address when the one that is written is one of Tailscale
   */
  public record Device(NodeName name, Optional<String> tag, Optional<Ipv4> address) {
    /** The word that stands for it in the policy file. */
    public String word() {
      return tag.orElse(name.value());
    }
  }

  public Tailnet {
    devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
  }

  public static Tailnet of(Intent intent) {
    SortedMap<NodeName, Device> devices = new TreeMap<>();
    for (MeshNode node : intent.nodes().values()) {
      Optional<Ipv4> address = Optional.of(node.address()).filter(ADDRESSES::contains);
      if (node.backEnds().contains(BackEnd.TAILSCALE)) {
        devices.put(node.name(), new Device(node.name(), Optional.of(tag(node.name())), address));
      } else if (!node.managed() && address.isPresent()) {
        devices.put(node.name(), new Device(node.name(), Optional.empty(), address));
      }
    }
    return new Tailnet(devices);
  }

  /** Names of nodes have nothing that tags must not have. */
  public static String tag(NodeName node) {
    return TAG + node.value();
  }

  public boolean has(NodeName node) {
    return devices.containsKey(node);
  }

  String word(NodeName node) {
    return devices.get(node).word();
  }
}
