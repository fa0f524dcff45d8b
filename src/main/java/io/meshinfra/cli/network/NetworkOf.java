package io.meshinfra.cli.network;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Loading;
import io.meshinfra.desired.bind.Suggestion;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.matrix.Peer;
import java.util.List;

/** The network of a folder of manifests. */
record NetworkOf(Manifests manifests, PlannedNetwork planned) {
  /**
   * @throws Failure when there is no intent, or one with mistakes
   */
  static NetworkOf of(Manifests manifests) {
    return switch (manifests.network()) {
      case NetworkPlan.Planned(PlannedNetwork network) -> new NetworkOf(manifests, network);
      case NetworkPlan.Absent(String file) ->
          throw new Failure(
              "there is no network intent; it would be %s in %s".formatted(file, manifests.root()));
      case NetworkPlan.Refused(List<Finding> findings) ->
          throw new Failure(
              "the network intent has mistakes:\n"
                  + manifests.report(Loading.Invalid.of(findings)).stripTrailing());
    };
  }

  /**
   * @throws Failure when the intent has no such node
   */
  NodeName node(String name) {
    return planned.intent().nodes().keySet().stream()
        .filter(node -> node.value().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new Failure(
                "the network intent has no node %s%s"
                    .formatted(
                        Printable.quote(name),
                        Suggestion.of(
                            name,
                            planned.intent().nodes().keySet().stream()
                                .map(NodeName::value)
                                .toList()))));
  }

  /**
   * @throws Failure when the intent has no such node
   */
  Peer peer(String name) {
    return name.equals(Peer.OUTSIDE.toString()) ? Peer.OUTSIDE : new Peer.Node(node(name));
  }
}
