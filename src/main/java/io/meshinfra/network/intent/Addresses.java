package io.meshinfra.network.intent;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.model.NodeName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The addresses of all nodes beside each other: one network, nobody twice, no route into it. */
final class Addresses {
  private final Optional<Subnet> given;
  private final List<Finding> findings;
  private final List<Held> held = new ArrayList<>();
  private final List<Routed> routed = new ArrayList<>();

  private record Held(NodeName node, MeshAddress written, Position at) {}

  private record Routed(NodeName node, Subnet network, Position at) {}

  /**
   * @param given the network of the mesh, when it is written by itself
   */
  Addresses(Optional<Subnet> given, List<Finding> findings) {
    this.given = given;
    this.findings = findings;
  }

  void add(
      NodeName node, MeshAddress address, Position at, List<Subnet> routes, Position routesAt) {
    held.add(new Held(node, address, at));
    routes.forEach(route -> routed.add(new Routed(node, route, routesAt)));
  }

  Subnet network() {
    return given
        .or(() -> held.stream().flatMap(one -> one.written().network().stream()).findFirst())
        .orElse(Subnet.around(new Ipv4(0), 32));
  }

  void check() {
    Subnet network = network();
    Map<Ipv4, NodeName> owners = new HashMap<>();
    for (Held one : held) {
      place(one, network);
      NodeName owner = owners.putIfAbsent(one.written().address(), one.node());
      if (owner != null) {
        findings.add(
            one.at()
                .finding(
                    "%s is already the address of %s; give %s another"
                        .formatted(one.written().address(), owner, one.node())));
      }
    }
    routes(network);
  }

  private void place(Held one, Subnet network) {
    Ipv4 address = one.written().address();
    Optional<Subnet> own = one.written().network();
    if (own.isEmpty() && given.isEmpty()) {
      findings.add(
          one.at()
              .finding(
                  "%s does not tell its network; write it like %s/24, or mesh: {network: ...}"
                      .formatted(address, address)));
    } else if (own.isPresent() && !own.get().equals(network)) {
      findings.add(
          one.at()
              .finding(
                  "%s is in %s, but the mesh is %s; all nodes are in one network"
                      .formatted(address, own.get(), network)));
    } else if (!network.contains(address)) {
      findings.add(one.at().finding("%s is outside of the mesh, %s".formatted(address, network)));
    } else if (!network.hasRoomFor(address)) {
      findings.add(
          one.at()
              .finding(
                  "%s is the first or the last address of %s, which no machine can have"
                      .formatted(address, network)));
    }
  }

  /** Sorted by where they begin, so that only neighbours can overlap without another doing so. */
  private void routes(Subnet network) {
    Routed reaching = null;
    List<Routed> sorted =
        routed.stream()
            .sorted(
                Comparator.comparing((Routed one) -> one.network().first())
                    .thenComparing(one -> one.network().length()))
            .toList();
    for (Routed one : sorted) {
      if (one.network().overlaps(network)) {
        findings.add(
            one.at()
                .finding(
                    "the route %s of %s overlaps the mesh, %s"
                        .formatted(one.network(), one.node(), network)));
      }
      if (reaching != null && reaching.network().overlaps(one.network())) {
        findings.add(
            one.at()
                .finding(
                    "the route %s of %s overlaps %s of %s"
                        .formatted(
                            one.network(), one.node(), reaching.network(), reaching.node())));
      }
      if (reaching == null || reaching.network().last().compareTo(one.network().last()) < 0) {
        reaching = one;
      }
    }
  }
}
