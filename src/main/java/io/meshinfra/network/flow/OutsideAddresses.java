package io.meshinfra.network.flow;

import io.meshinfra.desired.Member;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.MeshNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All addresses that manifests and intent name for managed nodes and that are not of the mesh.
 *
 * @param of each node that has any, in the order in which they are written
 * @param untried what is named and cannot be tried, and why
 */
public record OutsideAddresses(SortedMap<NodeName, List<OutsideAddress>> of, List<String> untried) {
  public OutsideAddresses {
    SortedMap<NodeName, List<OutsideAddress>> copy = new TreeMap<>();
    of.forEach((node, addresses) -> copy.put(node, List.copyOf(addresses)));
    of = Collections.unmodifiableSortedMap(copy);
    untried = List.copyOf(untried);
  }

  public static OutsideAddresses of(Intent intent, SortedMap<NodeName, Member> members) {
    SortedMap<NodeName, List<OutsideAddress>> of = new TreeMap<>();
    List<String> untried = new ArrayList<>();
    for (MeshNode node : intent.nodes().values()) {
      if (node.managed() && members.containsKey(node.name())) {
        Map<Ipv4, OutsideAddress> found = new LinkedHashMap<>();
        named(node, members.get(node.name()))
            .forEach((host, name) -> add(intent, node, host, name, found, untried));
        if (!found.isEmpty()) {
          of.put(node.name(), List.copyOf(found.values()));
        }
      }
    }
    return new OutsideAddresses(of, untried);
  }

  /** What they call it, by host. */
  private static Map<String, String> named(MeshNode node, Member member) {
    Map<String, String> named = new LinkedHashMap<>();
    member.target().access().stream()
        .filter(path -> path.kind() == AccessPath.Kind.SSH)
        .forEach(path -> named.putIfAbsent(path.host(), path.name()));
    node.wireguard()
        .endpoint()
        .ifPresent(endpoint -> named.putIfAbsent(endpoint.host(), "wireguard endpoint"));
    return named;
  }

  private static void add(
      Intent intent,
      MeshNode node,
      String host,
      String name,
      Map<Ipv4, OutsideAddress> found,
      List<String> untried) {
    Ipv4 address;
    try {
      address = Ipv4.parse(host);
    } catch (IllegalArgumentException e) {
      if (!name.equals("tailscale")) { // its names are of the mesh
        untried.add(
            "%s of %s (%s): only IPv4 addresses in numbers are tried from outside"
                .formatted(name, node.name(), host));
      }
      return;
    }
    boolean isOfMesh = intent.mesh().network().contains(address) || address.equals(node.address());
    if (OutsideAddress.isNobodys(address)) {
      untried.add("%s of %s (%s) is nobody's address".formatted(name, node.name(), host));
    } else if (!isOfMesh) {
      found.putIfAbsent(address, new OutsideAddress(node.name(), address, name));
    }
  }

  /** Addresses of one node. */
  public List<OutsideAddress> of(NodeName node) {
    return of.getOrDefault(node, List.of());
  }

  Stream<OutsideAddress> all() {
    return of.values().stream().flatMap(List::stream);
  }

  /** Whether a machine with that address shares the local network of a node. */
  public boolean shares(NodeName node, Ipv4 address) {
    return of(node).stream().anyMatch(own -> OutsideAddress.areNeighbours(own.address(), address));
  }
}
