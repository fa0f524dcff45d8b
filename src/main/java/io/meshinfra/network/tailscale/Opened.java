package io.meshinfra.network.tailscale;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Grant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All rules between the same devices, as one grant of the policy file.
 *
 * @param names of the rules, in order
 * @param from words of the policy file; {@code *} for everybody
 */
record Opened(
    Set<String> names, List<String> from, List<String> to, Map<Protocol, PortList> ports) {
  private static final List<String> EVERYBODY = List.of("*");

  private record Between(List<String> from, List<String> to) {}

  /** What comes together before it is put in order once. */
  private record Heap(Set<String> names, Map<Protocol, List<PortList.Range>> ranges) {
    void add(Grant grant) {
      names.add(grant.name());
      grant
          .protocols()
          .forEach(protocol ->
              ranges
                  .computeIfAbsent(protocol, key -> new ArrayList<>())
                  .addAll(grant.ports().ranges()));
    }

    Opened between(Between both) {
      Map<Protocol, PortList> ports = new EnumMap<>(Protocol.class);
      ranges.forEach((protocol, list) -> ports.put(protocol, new PortList(list)));
      return new Opened(names, both.from(), both.to(), ports);
    }
  }

  Opened {
    names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
    from = List.copyOf(from);
    to = List.copyOf(to);
    ports = Collections.unmodifiableMap(new EnumMap<>(ports));
  }

  /** In the order of the rules; those that name no device of the tailnet are left out. */
  static List<Opened> of(Tailnet tailnet, List<Grant> grants) {
    Map<Between, Heap> heaps = new LinkedHashMap<>();
    for (Grant grant : grants) {
      List<String> from = grant.from().outside() ? EVERYBODY : words(tailnet, grant.from().nodes());
      List<String> to = words(tailnet, grant.to().nodes());
      if (!from.isEmpty() && !to.isEmpty()) {
        heaps
            .computeIfAbsent(
                new Between(from, to),
                key -> new Heap(new LinkedHashSet<>(), new EnumMap<>(Protocol.class)))
            .add(grant);
      }
    }
    List<Opened> opened = new ArrayList<>();
    heaps.forEach((between, heap) -> opened.add(heap.between(between)));
    return opened;
  }

  private static List<String> words(Tailnet tailnet, Collection<NodeName> nodes) {
    return nodes.stream().filter(tailnet::has).map(tailnet::word).toList();
  }

  /** As the policy file writes them, like {@code tcp:22} and {@code udp:*}. */
  List<String> ip() {
    List<String> words = new ArrayList<>();
    ports.forEach((protocol, list) -> {
      if (list.isAll()) {
        words.add(protocol.word() + ":*");
      } else {
        list.ranges().forEach(range -> words.add(protocol.word() + ":" + range));
      }
    });
    return words;
  }
}
