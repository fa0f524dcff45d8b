package io.meshinfra.network.flow;

import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.Row;
import io.meshinfra.network.matrix.Span;
import io.meshinfra.network.matrix.Spans;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Ports of one node that tell something.
 *
 * @param opened the first of every span that somebody may reach there
 * @param mute UDP ports of the mesh itself, which never answer a stranger
 */
record Ports(Map<Protocol, SortedSet<Integer>> opened, Set<Integer> mute) {
  /** Of one protocol and one pair of nodes; half of it for what is allowed. */
  private static final int MOST = 12;

  /** What somebody leaves open and others look for. */
  private static final List<Integer> SOUGHT =
      List.of(22, 80, 443, 8181, 3306, 5432, 6379, 23, 3389, 5900);

  /** One that hardly anything listens on: a firewall that is off answers there. */
  private static final int NOBODYS = 47_113;

  static Ports of(Row row, Set<Integer> mute) {
    Map<Protocol, SortedSet<Integer>> opened = new EnumMap<>(Protocol.class);
    Set<Access> seen = Collections.newSetFromMap(new IdentityHashMap<>()); // many are one object
    seen.add(row.outside());
    seen.addAll(row.from().values());
    for (Protocol protocol : Protocol.values()) {
      SortedSet<Integer> first = new TreeSet<>();
      seen.forEach(access -> access.of(protocol).spans().forEach(span -> first.add(span.first())));
      opened.put(protocol, first);
    }
    return new Ports(opened, mute);
  }

  /** Allowed and denied ones in turn, the most telling first. */
  List<Integer> worthATry(Protocol protocol, Spans allowed) {
    List<Integer> open = capped(allowed(protocol, allowed));
    List<Integer> closed = capped(denied(protocol, allowed));
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < Math.max(open.size(), closed.size()); i++) {
      open.stream().skip(i).findFirst().ifPresent(ports::add);
      closed.stream().skip(i).findFirst().ifPresent(ports::add);
    }
    return ports;
  }

  private static List<Integer> capped(Set<Integer> ports) {
    return ports.stream().limit(MOST / 2).toList();
  }

  private Set<Integer> allowed(Protocol protocol, Spans allowed) {
    Set<Integer> ports = new LinkedHashSet<>();
    opened.get(protocol).stream().filter(port -> allowed.at(port).isPresent()).forEach(ports::add);
    allowed.spans().forEach(span -> ports.add(span.last()));
    return told(protocol, ports);
  }

  private Set<Integer> denied(Protocol protocol, Spans allowed) {
    Set<Integer> ports = new LinkedHashSet<>(List.of(NOBODYS));
    ports.addAll(opened.get(protocol));
    if (protocol == Protocol.TCP) {
      ports.addAll(SOUGHT.subList(0, 2));
    }
    for (Span span : allowed.spans()) {
      ports.add(span.last() + 1);
      ports.add(span.first() - 1);
    }
    if (protocol == Protocol.TCP) {
      ports.addAll(SOUGHT);
    }
    ports.removeIf(port -> allowed.at(port).isPresent());
    return told(protocol, ports);
  }

  private Set<Integer> told(Protocol protocol, Set<Integer> ports) {
    ports.removeIf(port -> port < 1 || port > PortList.LAST); // port 0 is none
    if (protocol == Protocol.UDP) {
      ports.removeAll(mute);
    }
    return ports;
  }
}
