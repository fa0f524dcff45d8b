package io.meshinfra.network.tailscale;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.intent.Subnet;
import io.meshinfra.network.intent.TagOwner;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.Peer;
import io.meshinfra.network.matrix.Permit;
import io.meshinfra.network.matrix.Row;
import io.meshinfra.network.matrix.Span;
import io.meshinfra.network.matrix.Spans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares what the text of a policy file allows with what was meant. Tailscale knows no limits, so
 * what is allowed up to a rate is open there; {@link Unsaid} tells who does not limit it then.
 */
public final class PolicyProof {
  /** As often as rules are looked at for the matrix itself. */
  private static final long MOST_WORK = 50_000_000;

  private final Intent intent;
  private final Tailnet tailnet;
  private final Matrix meant;
  private final Map<Access, Access> unlimited = new HashMap<>();

  public PolicyProof(Intent intent, Tailnet tailnet, Matrix meant) {
    this.intent = intent;
    this.tailnet = tailnet;
    this.meant = meant;
  }

  /** Where the two differ, each to be read on its own; none when they agree. */
  public List<String> differences(String text) {
    return switch (PolicyReader.read(text)) {
      case Policy.Reading.NotUnderstood(String reason) ->
          List.of("the policy file cannot be checked: " + reason);
      case Policy.Reading.Read(Policy policy) -> {
        try {
          yield differences(
              policy, new PolicyEvaluator(policy, tailnet.devices().values(), MOST_WORK));
        } catch (PolicyEvaluator.TooMuch e) {
          yield List.of(
              "the policy file would take more than %d steps to check; say the same with fewer"
                      .formatted(MOST_WORK)
                  + " rules between roles or groups");
        }
      }
    };
  }

  private List<String> differences(Policy policy, PolicyEvaluator evaluator) {
    List<String> differences = new ArrayList<>(flows(evaluator));
    Set<NodeName> internet =
        names(nodes().stream().filter(node -> node.internetBy().isPresent()).toList());
    require(
        internet.equals(evaluator.internet()),
        "%s may go to the internet by exit nodes, but the file lets %s"
            .formatted(internet, evaluator.internet()),
        differences);
    SshAccess ssh = SshAccess.of(intent, tailnet);
    require(
        evaluator.lets(ssh.from(), ssh.to(), Set.copyOf(ssh.accounts())),
        "who gets in by Tailscale SSH is not who is meant",
        differences);
    require(owners().equals(policy.tagOwners()), "the owners of tags are others", differences);
    require(routes().equals(policy.routes()), "other routes would be approved", differences);
    require(
        exits().equals(new TreeSet<>(policy.exitNodes())),
        "other exit nodes would be approved",
        differences);
    evaluator.failing().forEach(test -> differences.add("a test of the file fails: " + test));
    return differences;
  }

  private List<String> flows(PolicyEvaluator evaluator) {
    List<String> differences = new ArrayList<>();
    Map<Row, Map<Row, List<Flow>>> compared = new IdentityHashMap<>();
    for (NodeName to : tailnet.devices().keySet()) {
      Row wanted = meant.rows().get(to);
      Row found = evaluator.row(to);
      compared
          .computeIfAbsent(wanted, key -> new IdentityHashMap<>())
          .computeIfAbsent(found, key -> compare(wanted, evaluator, to))
          .stream()
          .filter(flow -> !flow.from().equals(new Peer.Node(to)))
          .forEach(flow ->
              differences.add(
                  "%s may reach %s of %s, but the file lets in %s"
                      .formatted(flow.from(), flow.wanted(), to, flow.found())));
    }
    return differences;
  }

  private record Flow(Peer from, Access wanted, Access found) {}

  /** Of all devices, as for any that is reached like this one; also of itself. */
  private List<Flow> compare(Row wanted, PolicyEvaluator evaluator, NodeName to) {
    List<Peer> peers = new ArrayList<>(List.of(Peer.OUTSIDE));
    tailnet.devices().keySet().forEach(node -> peers.add(new Peer.Node(node)));
    List<Flow> flows = new ArrayList<>();
    for (Peer from : peers) {
      Access should = unlimited.computeIfAbsent(wanted.of(from), PolicyProof::unlimited);
      Access is = evaluator.access(from, to);
      if (!should.equals(is)) {
        flows.add(new Flow(from, should, is));
      }
    }
    return flows;
  }

  private static Access unlimited(Access access) {
    return new Access(unlimited(access.tcp()), unlimited(access.udp()));
  }

  private static Spans unlimited(Spans spans) {
    return Spans.union(
        spans.spans().stream()
            .map(span -> new Span(span.first(), span.last(), Permit.FREE))
            .toList());
  }

  private List<MeshNode> nodes() {
    return tailnet.devices().values().stream()
        .filter(device -> device.tag().isPresent())
        .map(device -> intent.nodes().get(device.name()))
        .toList();
  }

  private static Set<NodeName> names(List<MeshNode> nodes) {
    return nodes.stream().map(MeshNode::name).collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<String, List<String>> owners() {
    List<String> owners = intent.tailscale().tagOwners().stream().map(TagOwner::value).toList();
    Map<String, List<String>> tags = new TreeMap<>();
    nodes().forEach(node -> tags.put(Tailnet.tag(node.name()), owners));
    return tags;
  }

  private Map<String, List<String>> routes() {
    Map<String, List<String>> routes = new TreeMap<>();
    for (MeshNode node : nodes()) {
      for (Subnet route : node.routes()) {
        routes
            .computeIfAbsent(route.toString(), key -> new ArrayList<>())
            .add(Tailnet.tag(node.name()));
      }
    }
    return routes;
  }

  private Set<String> exits() {
    return nodes().stream()
        .filter(MeshNode::exitNode)
        .map(node -> Tailnet.tag(node.name()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void require(boolean fine, String otherwise, List<String> differences) {
    if (!fine) {
      differences.add(otherwise);
    }
  }

  /**
   * A grant that lets a flow in.
   *
   * @param number from 1, in the order of the file
   */
  public record Line(int number, String text) {}

  /** The grants that decide about a flow; none where nothing allows it. */
  public List<Line> deciding(String text, Peer from, NodeName to, Protocol protocol, int port) {
    if (!(PolicyReader.read(text) instanceof Policy.Reading.Read(Policy policy))
        || !tailnet.has(to)) {
      return List.of();
    }
    return new PolicyEvaluator(policy, tailnet.devices().values(), MOST_WORK)
        .deciding(from, to, protocol, port).stream()
            .map(number -> new Line(number, grant(policy.grants().get(number - 1))))
            .toList();
  }

  private static String grant(Policy.Rule rule) {
    List<String> ports = new ArrayList<>();
    new TreeMap<>(rule.ports())
        .forEach(
            (protocol, spans) -> spans.forEach(span -> ports.add(protocol.word() + " " + span)));
    return "%s -> %s: %s".formatted(few(rule.src()), few(rule.dst()), String.join(", ", ports));
  }

  private static String few(Set<String> words) {
    int most = 5;
    String told = new TreeSet<>(words).stream().limit(most).collect(Collectors.joining(", "));
    return words.size() > most ? told + " and %d more".formatted(words.size() - most) : told;
  }
}
