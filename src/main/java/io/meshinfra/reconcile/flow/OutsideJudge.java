package io.meshinfra.reconcile.flow;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.flow.Flow;
import io.meshinfra.network.flow.OutsideAddress;
import io.meshinfra.network.flow.OutsideAddresses;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.matrix.Peer;
import io.meshinfra.probe.flow.FlowProbe;
import io.meshinfra.probe.flow.Met;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import java.util.Map;
import java.util.Optional;

/**
 * Judges what was met at addresses that are not of the mesh. Between two machines that do not share
 * a mesh anything may answer or be silent: routers that turn packets back, firewalls of a provider,
 * somebody else with the same private address. So a port that answers is a leak only where it is
 * the node that answers, silence proves a denial only where the same address answers on another
 * port, and an allowed port that is silent is not known.
 */
final class OutsideJudge {
  private final PlannedNetwork network;
  private final Tried tried;
  private final OutsideAddresses addresses;

  OutsideJudge(PlannedNetwork network, Tried tried) {
    this.network = network;
    this.tried = tried;
    this.addresses = OutsideAddresses.of(network.intent(), network.fleet().nodes());
  }

  FlowFinding judge(Flow flow, FlowProbe.Answer answer, Map<String, FlowProbe.Way> ways) {
    Met met = answer.met();
    if (met == Met.UNTRIED) {
      return unknown(flow, met, answer.said());
    }
    Optional<Ipv4> source =
        Optional.ofNullable(ways.get(flow.address().toString()))
            .flatMap(FlowProbe.Way::source)
            .flatMap(OutsideJudge::parsed);
    Optional<MeshNode> comesAs = source.flatMap(this::nodeOf);
    if (source.isEmpty()) {
      return unknown(
          flow, met, flow.from().who() + " does not tell from which address it goes there");
    }
    if (comesAs.isPresent()) {
      return asNode(flow, met, comesAs.get());
    }
    boolean turnedBack =
        !OutsideAddress.isPrivate(flow.address())
            && OutsideAddress.isPrivate(source.get())
            && addresses.shares(flow.to(), source.get());
    if (turnedBack) {
      return unknown(
          flow,
          met,
          "%s shares a private network with %s, so their router may have turned the packets back"
              .formatted(flow.from().who(), flow.to()));
    }
    return met.reached() ? reached(flow, met) : notReached(flow, met);
  }

  private static Optional<Ipv4> parsed(String address) {
    try {
      return Optional.of(Ipv4.parse(address));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a node may say anything
    }
  }

  private Optional<MeshNode> nodeOf(Ipv4 source) {
    return network.intent().nodes().values().stream()
        .filter(node -> node.address().equals(source))
        .findFirst();
  }

  /** It came with the address of a node, which is not outside to a firewall. */
  private FlowFinding asNode(Flow flow, Met met, MeshNode as) {
    boolean deniedToo =
        network
            .matrix()
            .access(new Peer.Node(as.name()), flow.to())
            .at(flow.protocol(), flow.port())
            .isEmpty();
    String why =
        "%s goes there as %s, the address of %s in the mesh, so that is no try from outside"
            .formatted(flow.from().who(), as.address(), as.name());
    return flow.meant() == Flow.Meant.DENIED && deniedToo && isOfTheNode(flow, met)
        ? new FlowFinding(flow, Verdict.LEAKS, met.words(), nothingAllows(flow) + "; " + why)
        : unknown(flow, met, why);
  }

  /** A refusal may be said by anybody on the way, unless the node has the address itself. */
  private boolean isOfTheNode(Flow flow, Met met) {
    return met == Met.OPEN
        || met == Met.CLOSED && tried.has(flow.to(), flow.address()).orElse(false);
  }

  private FlowFinding reached(Flow flow, Met met) {
    if (flow.meant() != Flow.Meant.DENIED) {
      return new FlowFinding(flow, Verdict.WORKS, met.words(), "");
    }
    if (isOfTheNode(flow, met)) {
      return new FlowFinding(flow, Verdict.LEAKS, met.words(), leak(flow));
    }
    return unknown(
        flow,
        met,
        tried.has(flow.to(), flow.address()).isPresent()
            ? "%s does not have %s itself, so something before it may say that"
                .formatted(flow.to(), flow.address())
            : "%s was not asked whether it has %s itself, so something before it may say that"
                .formatted(flow.to(), flow.address()));
  }

  private String leak(Flow flow) {
    boolean elsewhere = tried.has(flow.to(), flow.address()).filter(has -> !has).isPresent();
    return nothingAllows(flow)
        + (elsewhere
            ? "; %s does not have %s itself: what is before it lets that through, or answers"
                .formatted(flow.to(), flow.address())
            : "");
  }

  private String nothingAllows(Flow flow) {
    NodeName to = flow.to();
    return network.intent().nodes().get(to).firewalls().isEmpty()
        ? "nothing allows it from outside; %s has no firewall of ours, so nothing keeps it"
            .formatted(to)
        : "nothing allows it from outside; what is compiled for %s would deny it".formatted(to);
  }

  private FlowFinding notReached(Flow flow, Met met) {
    if (flow.meant() != Flow.Meant.DENIED) {
      return unknown(
          flow,
          met,
          "it is allowed; what is between %s and %s may keep it"
              .formatted(flow.from().who(), flow.to()));
    }
    return tried.answers(flow)
        ? new FlowFinding(flow, Verdict.HELD, met.words(), "")
        : unknown(
            flow,
            met,
            "nothing at %s answers to %s, so what is between them may be what keeps it"
                .formatted(flow.address(), flow.from().who()));
  }

  private static FlowFinding unknown(Flow flow, Met met, String why) {
    return new FlowFinding(flow, Verdict.UNKNOWN, met.words(), why);
  }
}
