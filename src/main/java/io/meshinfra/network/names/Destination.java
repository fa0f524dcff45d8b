package io.meshinfra.network.names;

import io.meshinfra.desired.Member;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.sshd.SshdPorts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A node that others log in to.
 *
 * @param names what it is called, the whole name first
 * @param address in the mesh
 * @param ways to its sshd, in the order in which they are tried
 * @param ports where its sshd may listen
 * @param keys pinned; one at least
 */
public record Destination(
    List<String> names,
    String address,
    List<Way> ways,
    SortedSet<Integer> ports,
    List<PinnedKey> keys) {
  private static final int USUAL_PORT = 22;

  public Destination {
    names = List.copyOf(names);
    ways = List.copyOf(ways);
    ports = Collections.unmodifiableSortedSet(new TreeSet<>(ports));
    keys = List.copyOf(keys);
  }

  /** Those of the fleet whose host keys are known. */
  public static List<Destination> of(Intent intent, SortedMap<NodeName, Member> members) {
    List<Destination> all = new ArrayList<>();
    for (MeshNode node : intent.nodes().values()) {
      Member member = members.get(node.name());
      if (node.managed() && member != null && !member.target().hostKeys().isEmpty()) {
        all.add(of(node, member));
      }
    }
    return all;
  }

  private static Destination of(MeshNode node, Member member) {
    List<Way> ways = ways(node, member);
    SortedSet<Integer> ports =
        ways.stream().map(Way::port).collect(Collectors.toCollection(TreeSet::new));
    ports.add(USUAL_PORT);
    if (node.isHub()) {
      ports.add(SshdPorts.EMERGENCY);
    }
    return new Destination(
        NodeNames.of(node),
        node.address().toString(),
        ways,
        ports,
        member.target().hostKeys().stream().map(PinnedKey::parse).toList());
  }

  /**
   * By the access paths of the Node; the emergency port is the last, wherever it stands, since it
   * is never tried beforehand: a knock more may be one too many for its limit.
   */
  private static List<Way> ways(MeshNode node, Member member) {
    List<Way> ways =
        member.target().access().stream()
            .filter(path -> path.kind() == AccessPath.Kind.SSH)
            .map(Way::of)
            .sorted(Comparator.comparing(Way::emergency))
            .toList();
    return ways.isEmpty() ? List.of(new Way("mesh", node.address().toString(), USUAL_PORT)) : ways;
  }

  /** What its key is kept under. */
  String alias() {
    return names.getFirst();
  }

  /** All forms of it in known_hosts that no other node can have. */
  List<String> own() {
    return Stream.concat(names.stream(), Stream.of(address))
        .flatMap(name -> ports.stream().map(port -> Way.form(name, port)))
        .toList();
  }
}
