package io.meshinfra.network.wireguard;

import io.meshinfra.desired.Finding;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.MeshNode;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Chooses whose packets to the internet go into which tunnel, and refuses where that could lock
 * somebody out or let packets leave in the clear.
 */
final class ExitChoice {
  private final Intent intent;
  private final Links links;
  private final List<Finding> findings;
  private final List<Finding> warnings;

  ExitChoice(Intent intent, Links links, List<Finding> findings, List<Finding> warnings) {
    this.intent = intent;
    this.links = links;
    this.findings = findings;
    this.warnings = warnings;
  }

  /** Where a node is in a tailnet too, Tailscale takes its packets to the internet. */
  static Optional<NodeName> wanted(MeshNode node) {
    boolean tunnels = node.backEnds().contains(BackEnd.WIREGUARD) || !node.managed();
    return tunnels && !node.backEnds().contains(BackEnd.TAILSCALE)
        ? node.internetBy()
        : Optional.empty();
  }

  Exits of(List<MeshNode> meant) {
    SortedMap<NodeName, WgNode> by = new TreeMap<>();
    for (MeshNode client : meant) {
      wanted(client)
          .map(exit -> intent.nodes().get(exit))
          .ifPresent(exit -> choose(client, exit, by));
    }
    return new Exits(by, links.nodes());
  }

  private void choose(MeshNode client, MeshNode exit, SortedMap<NodeName, WgNode> by) {
    Optional<String> refused = alone(client, exit);
    WgNode from = links.nodes().get(client.name());
    WgNode to = links.nodes().get(exit.name());
    if (refused.isEmpty() && (from == null || to == null)) {
      warnings.add(
          client
              .at()
              .finding(
                  "%s goes to the internet as if nothing was said, and not by %s, until the public keys of both are written"
                      .formatted(client.name(), exit.name())));
      return;
    }
    refused = refused.or(() -> together(from, to));
    if (refused.isPresent()) {
      findings.add(
          client
              .at()
              .finding(
                  "%s must not go to the internet by %s: %s"
                      .formatted(client.name(), exit.name(), refused.get())));
    } else {
      by.put(client.name(), to);
    }
  }

  /** Why two nodes are no such pair, whatever their tunnels are. */
  private static Optional<String> alone(MeshNode client, MeshNode exit) {
    if (client.isHub()) {
      return Optional.of(
          "it is a hub, and with %s away it would reach nobody to mend that"
              .formatted(exit.name()));
    }
    if (!exit.managed() || !exit.backEnds().contains(BackEnd.WIREGUARD)) {
      return Optional.of(
          "%s has to be a node of the fleet with the back end wireguard".formatted(exit.name()));
    }
    if (exit.internetBy().isPresent()) {
      return Optional.of(
          "%s goes by %s itself, and what it passes on would leave where it is"
              .formatted(exit.name(), exit.internetBy().get()));
    }
    return exit.firewalls().stream()
        .filter(firewall -> firewall != BackEnd.NFTABLES)
        .findFirst()
        .map(firewall ->
            "%s of %s holds back what it would pass on; an exit node has nftables, or no firewall"
                .formatted(firewall.name().toLowerCase(java.util.Locale.ROOT), exit.name()));
  }

  /** Why their tunnels are no way to the internet. */
  private Optional<String> together(WgNode client, WgNode exit) {
    if (!links.linked(client, exit)) {
      return Optional.of(
          "they have no tunnel of their own; give one of them an endpoint".formatted());
    }
    return links.nodes().values().stream()
        .filter(peer -> links.linked(client, peer))
        .flatMap(peer -> Reach.of(client, peer).stream())
        .map(Reach::host)
        .filter(host -> !isAddress(host))
        .findFirst()
        .map(host ->
            "its tunnel to %s could not come up, since names are looked up by the tunnel too; give that node an endpoint that is an address"
                .formatted(host));
  }

  private static boolean isAddress(String host) {
    if (host.startsWith("[")) {
      return true;
    }
    try {
      return Ipv4.parse(host).toString().equals(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
