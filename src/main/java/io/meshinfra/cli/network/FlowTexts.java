package io.meshinfra.cli.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.Firewalls;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.firewall.Candidates;
import io.meshinfra.network.firewall.FirewallProof;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Decision;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Peer;
import io.meshinfra.network.tailscale.PolicyProof;
import io.meshinfra.network.tailscale.Tailnet;
import java.util.List;
import java.util.Optional;

/** Why a flow is allowed or not, for people and for programs. */
record FlowTexts(Shell shell, Format format) {
  /** Something that somebody wants to reach. */
  record Flow(Peer from, NodeName to, Protocol protocol, int port) {
    @Override
    public String toString() {
      return "%s -> %s:%d/%s".formatted(from, to, port, protocol.word());
    }
  }

  int why(NetworkOf of, Flow flow) {
    PlannedNetwork network = of.planned();
    boolean itself = flow.from().equals(new Peer.Node(flow.to()));
    Decision decision =
        Decision.of(network.grants(), flow.from(), flow.to(), flow.protocol(), flow.port());
    List<FirewallProof.Line> lines = lines(network, flow);
    Optional<String> tunnel =
        flow.from() instanceof Peer.Node(NodeName from)
            ? network.wireguard().told(network.intent(), from, flow.to())
            : Optional.empty();
    List<PolicyProof.Line> grants = grants(network, flow);
    boolean allowed = itself || decision.permit().isPresent();
    if (format == Format.TABLE) {
      shell.print(
          itself
              ? flow + ": allowed: a node reaches itself\n"
              : told(of, flow, decision, lines, grants)
                  + tunnel.map("  wireguard: %s%n"::formatted).orElse(""));
    } else {
      shell.print(Tree.of(tree(flow, allowed, decision, lines, grants, tunnel), format));
    }
    return allowed ? ExitCode.FINE : ExitCode.DIFFERENCES;
  }

  /** By whom a node goes to the internet, told from what is compiled. */
  int internet(NetworkOf of, NodeName from) {
    PlannedNetwork network = of.planned();
    Optional<NodeName> exit = Optional.ofNullable(network.internetBy().get(from));
    Optional<String> tunnel =
        exit.filter(by -> by.equals(network.wireguard().internetBy().get(from)))
            .flatMap(by -> network.wireguard().told(network.intent(), from, by));
    if (format == Format.TABLE) {
      shell.print(
          "%s -> internet: %s%n".formatted(from, exit.map(by -> "by " + by).orElse("directly"))
              + tunnel
                  .map(("  wireguard: %s; what came in by another way is answered by that one,"
                          + " and with the tunnel down nothing leaves%n")
                      ::formatted)
                  .orElse(exit.isPresent() ? "  tailscale set --exit-node\n" : ""));
    } else {
      ObjectNode tree =
          Tree.mapper().createObjectNode().put("from", from.value()).put("to", "internet");
      exit.ifPresent(by -> tree.put("internet_by", by.value()));
      tunnel.ifPresent(way -> tree.put("wireguard", way));
      shell.print(Tree.of(tree, format));
    }
    return ExitCode.FINE;
  }

  private static List<PolicyProof.Line> grants(PlannedNetwork network, Flow flow) {
    return network
        .tailnet()
        .map(text ->
            new PolicyProof(network.intent(), Tailnet.of(network.intent()), network.matrix())
                .deciding(text, flow.from(), flow.to(), flow.protocol(), flow.port()))
        .orElse(List.of());
  }

  private static List<FirewallProof.Line> lines(PlannedNetwork network, Flow flow) {
    Candidates candidates = network.firewalls().get(flow.to());
    return candidates == null
        ? List.of()
        : candidates.rulesets().stream()
            .flatMap(ruleset ->
                new FirewallProof(Firewalls.of(ruleset.backEnd()), network.intent())
                    .deciding(ruleset.files(), flow.from(), flow.protocol(), flow.port()).stream())
            .toList();
  }

  private static String told(
      NetworkOf of,
      Flow flow,
      Decision decision,
      List<FirewallProof.Line> lines,
      List<PolicyProof.Line> grants) {
    if (decision.permit().isEmpty()) {
      return flow + ": denied: nothing allows it\n";
    }
    String limit = decision.permit().get().toString();
    StringBuilder out =
        new StringBuilder(flow + ": allowed" + (limit.isEmpty() ? "" : ", " + limit) + "\n");
    for (Grant grant : decision.by()) {
      out.append("  rule %s, %s%n".formatted(grant.name(), grant.place()));
    }
    if (of.planned().intent().nodes().get(flow.to()).backEnds().isEmpty()) {
      out.append("  no back end is switched on for %s%n".formatted(flow.to()));
    }
    for (FirewallProof.Line line : lines) {
      out.append("  %s:%d: %s%n".formatted(line.file(), line.number(), line.text()));
    }
    for (PolicyProof.Line grant : grants) {
      out.append("  tailscale, grant %d: %s%n".formatted(grant.number(), grant.text()));
    }
    return out.toString();
  }

  private static ObjectNode tree(
      Flow flow,
      boolean allowed,
      Decision decision,
      List<FirewallProof.Line> lines,
      List<PolicyProof.Line> grants,
      Optional<String> tunnel) {
    ObjectNode tree =
        Tree.mapper()
            .createObjectNode()
            .put("from", flow.from().toString())
            .put("to", flow.to().value())
            .put("protocol", flow.protocol().word())
            .put("port", flow.port())
            .put("allowed", allowed);
    decision
        .permit()
        .filter(permit -> !permit.free())
        .ifPresent(permit -> tree.put("limit", permit.toString()));
    ArrayNode rules = tree.putArray("rules");
    decision
        .by()
        .forEach(grant -> rules.addObject().put("name", grant.name()).put("place", grant.place()));
    ArrayNode compiled = tree.putArray("compiled");
    lines.forEach(line ->
        compiled
            .addObject()
            .put("file", line.file())
            .put("line", line.number())
            .put("text", line.text()));
    tunnel.ifPresent(way -> tree.put("wireguard", way));
    ArrayNode tailscale = tree.putArray("tailscale");
    grants.forEach(
        grant -> tailscale.addObject().put("grant", grant.number()).put("text", grant.text()));
    return tree;
  }
}
