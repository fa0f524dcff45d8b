package io.meshinfra.cli.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.NetworkDifferenceText;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Table;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.NetworkChange;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.firewall.Candidates;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.Peer;
import io.meshinfra.network.matrix.Span;
import io.meshinfra.network.proof.InvariantCheck;
import io.meshinfra.report.NetworkDifference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the network intent comes to, for people and for programs. */
record NetworkTexts(Shell shell, Format format) {
  /** Who reaches a node alike. */
  private record Cell(NodeName to, List<Peer> from, Access access) {
    String who() {
      return words(from);
    }
  }

  private static String words(Collection<?> names) {
    return names.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  int matrix(NetworkOf of) {
    of.manifests().warnings(of.planned()).forEach(shell::progress);
    PlannedNetwork network = of.planned();
    if (format == Format.TABLE) {
      Table flows = new Table("TO", "FROM", "MAY REACH");
      cells(network)
          .forEach(cell -> flows.row(cell.to().value(), cell.who(), cell.access().toString()));
      Table invariants = new Table("INVARIANT", "STATUS", "WHY");
      network
          .invariants()
          .forEach(check ->
              invariants.row(
                  check.name(), check.status().word(), String.join("; ", check.reasons())));
      int width = shell.screen().columns();
      String internet =
          network.internetBy().entrySet().stream()
              .map(by -> "%s goes to the internet by %s%n".formatted(by.getKey(), by.getValue()))
              .collect(Collectors.joining());
      shell.print(
          flows.text(width)
              + (invariants.isEmpty() ? "" : "\n" + invariants.text(width))
              + (internet.isEmpty() ? "" : "\n" + internet)
              + "\n%s, %s; everything else is denied; firewalls on %s%s\n"
                  .formatted(
                      Counted.of(network.intent().nodes().size(), "node"),
                      Counted.of(network.intent().rules().size(), "rule"),
                      Counted.of(network.firewalls().size(), "node"),
                      network.wireguard().files().isEmpty()
                          ? ""
                          : ", WireGuard on "
                              + Counted.of(network.wireguard().files().size(), "node")));
    } else {
      shell.print(Tree.of(tree(network), format));
    }
    return ExitCode.FINE;
  }

  private static List<Cell> cells(PlannedNetwork network) {
    List<Peer> peers = new ArrayList<>(List.of(Peer.OUTSIDE));
    network.intent().nodes().keySet().forEach(node -> peers.add(new Peer.Node(node)));
    List<Cell> cells = new ArrayList<>();
    for (NodeName to : network.intent().nodes().keySet()) {
      Map<Access, List<Peer>> alike = new LinkedHashMap<>();
      for (Peer from : peers) {
        Access access = network.matrix().access(from, to);
        if (!access.isNothing() && !from.equals(new Peer.Node(to))) {
          alike.computeIfAbsent(access, key -> new ArrayList<>()).add(from);
        }
      }
      alike.forEach((access, from) -> cells.add(new Cell(to, from, access)));
    }
    return cells;
  }

  private static ObjectNode tree(PlannedNetwork network) {
    ObjectNode tree = Tree.mapper().createObjectNode();
    ArrayNode flows = tree.putArray("matrix");
    for (Cell cell : cells(network)) {
      ObjectNode flow = flows.addObject().put("to", cell.to().value());
      ArrayNode from = flow.putArray("from");
      cell.from().forEach(peer -> from.add(peer.toString()));
      ports(flow, cell.access());
    }
    ArrayNode invariants = tree.putArray("invariants");
    for (InvariantCheck check : network.invariants()) {
      ArrayNode reasons =
          invariants
              .addObject()
              .put("invariant", check.name())
              .put("status", check.status().word())
              .putArray("reasons");
      check.reasons().forEach(reasons::add);
    }
    ObjectNode firewalls = tree.putObject("firewalls");
    network
        .firewalls()
        .forEach((node, candidates) -> firewalls.put(node.value(), word(candidates)));
    ArrayNode tunnels = tree.putArray("wireguard");
    network.wireguard().files().keySet().forEach(node -> tunnels.add(node.value()));
    ObjectNode internet = tree.putObject("internet_by");
    network.internetBy().forEach((node, exit) -> internet.put(node.value(), exit.value()));
    ArrayNode warnings = tree.putArray("warnings");
    network.warnings().forEach(warning -> warnings.add(warning.toString()));
    return tree;
  }

  /** The one that was named, or that the node decides. */
  private static String word(Candidates candidates) {
    return candidates.chosen()
        ? "firewall"
        : candidates.rulesets().getFirst().backEnd().name().toLowerCase(Locale.ROOT);
  }

  private static void ports(ObjectNode flow, Access access) {
    for (Protocol protocol : Protocol.values()) {
      ArrayNode ports = flow.putArray(protocol.word());
      for (Span span : access.of(protocol).spans()) {
        ObjectNode one = ports.addObject().put("first", span.first()).put("last", span.last());
        if (!span.permit().free()) {
          one.put("limit", span.permit().toString());
        }
      }
    }
  }

  int difference(NetworkOf before, NetworkOf after) {
    NetworkChange change =
        NetworkChange.between(
            new NetworkPlan.Planned(before.planned()), new NetworkPlan.Planned(after.planned()));
    NetworkDifference difference = NetworkDifference.of(change);
    String text = NetworkDifferenceText.of(difference, shell.screen().columns());
    shell.print(
        switch (format) {
          case TABLE -> text.isEmpty() ? "no differences\n" : text;
          case JSON, YAML -> Tree.of(Tree.of(difference), format);
        });
    return change.isNothing() ? ExitCode.FINE : ExitCode.DIFFERENCES;
  }
}
