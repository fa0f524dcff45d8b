package io.meshinfra.network.firewall;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.Peer;
import io.meshinfra.network.matrix.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Compares what the text of a firewall allows with what was meant. */
public final class FirewallProof {
  /** An address of the pages of books, at an interface that is none of the mesh. */
  private static final OptionalLong SOMEBODY = OptionalLong.of(0xC0000201L);

  private static final List<String> MESSAGES =
      List.of("echo-request", "destination-unreachable", "time-exceeded", "parameter-problem");
  private static final List<String> MESSAGES_OF_IPV6 =
      List.of("packet-too-big", "nd-router-advert", "nd-neighbor-solicit", "nd-neighbor-advert");

  private static final String ELSEWHERE = FilterEvaluator.OTHER;

  private final Firewall firewall;
  private final MeshRange mesh;

  public FirewallProof(Firewall firewall, Intent intent) {
    this.firewall = firewall;
    mesh = MeshRange.of(intent);
  }

  /**
   * Where the two differ, each to be read on its own; none when they agree.
   *
   * @param files text by path
   * @param meant who shall reach the node that has the files
   */
  public List<String> differences(SortedMap<String, String> files, Row meant) {
    return switch (firewall.read(files)) {
      case Filter.Reading.NotUnderstood(String reason) ->
          List.of("the ruleset cannot be checked: " + reason);
      case Filter.Reading.Read(Filter filter) -> {
        FilterEvaluator evaluator = new FilterEvaluator(filter, mesh);
        List<String> differences = new ArrayList<>(basics(evaluator));
        require(
            !filter.accepts(), "what no rule speaks of gets in, by whatever protocol", differences);
        mesh.interfaces().forEach(iif -> compare(meant, evaluator, iif, differences));
        evaluator.outside().forEach(sight -> tell(sight, "outside", meant.outside(), differences));
        differences.addAll(new OwnAddresses(firewall, evaluator, meant.outside()).differences());
        evaluator
            .pretending()
            .forEach(
                sight -> tell(sight, "who pretends to be in the mesh", Access.NONE, differences));
        yield differences;
      }
    };
  }

  private void compare(Row meant, FilterEvaluator evaluator, String iif, List<String> differences) {
    mesh.nodes()
        .forEach((node, address) -> {
          Packet packet = new Packet(iif, OptionalLong.of(address), Packet.NEW);
          tell(
              new FilterEvaluator.Sight(packet, evaluator.access(packet)),
              node.value(),
              meant.of(new Peer.Node(node)),
              differences);
        });
  }

  private static void tell(
      FilterEvaluator.Sight sight, String who, Access meant, List<String> differences) {
    if (!meant.equals(sight.access())) {
      differences.add(
          "%s (%s) may reach %s, but the ruleset lets in %s"
              .formatted(who, sight.packet(), meant, sight.access()));
    }
  }

  /** What every ruleset has to do besides, or nothing works that is allowed. */
  private List<String> basics(FilterEvaluator evaluator) {
    List<String> wrong = new ArrayList<>();
    OptionalLong six = OptionalLong.empty();
    require(
        evaluator.access(new Packet(ELSEWHERE, SOMEBODY, "established")).equals(Access.ALL)
            && evaluator.access(new Packet(ELSEWHERE, six, "related")).equals(Access.ALL),
        "answers to what the node itself has asked do not get in",
        wrong);
    require(
        evaluator.access(new Packet(ELSEWHERE, SOMEBODY, "invalid")).isNothing()
            && evaluator.access(new Packet(ELSEWHERE, six, "invalid")).isNothing(),
        "packets that belong to nothing get in",
        wrong);
    require(
        evaluator.access(new Packet("lo", SOMEBODY, Packet.NEW)).equals(Access.ALL)
            && evaluator.access(new Packet("lo", six, Packet.NEW)).equals(Access.ALL),
        "the node does not reach itself",
        wrong);
    messages(evaluator, ELSEWHERE, wrong);
    mesh.interfaces().forEach(iif -> messages(evaluator, iif, wrong));
    return wrong;
  }

  private static void messages(FilterEvaluator evaluator, String iif, List<String> wrong) {
    Packet four = new Packet(iif, SOMEBODY, Packet.NEW);
    Packet six = new Packet(iif, OptionalLong.empty(), Packet.NEW);
    require(
        MESSAGES.stream().allMatch(type -> evaluator.accepts(four, type))
            && Stream.concat(MESSAGES.stream(), MESSAGES_OF_IPV6.stream())
                .allMatch(type -> evaluator.accepts(six, type)),
        "messages that the network needs do not get in by " + iif,
        wrong);
    Packet neighbour = Packet.ofNeighbour(iif);
    require(
        evaluator.accepts(neighbour, "mld-listener-query"),
        "who asks for groups on the link is not heard by %s, and switches forget the node"
            .formatted(iif),
        wrong);
    require(
        !evaluator.accepts(four, "redirect")
            && !evaluator.accepts(six, "nd-redirect")
            && !evaluator.accepts(neighbour, "nd-redirect"),
        "anybody may redirect what the node sends, by " + iif,
        wrong);
  }

  private static void require(boolean fine, String otherwise, List<String> wrong) {
    if (!fine) {
      wrong.add(otherwise);
    }
  }

  /** A line of a file that lets a flow in. */
  public record Line(String file, int number, String text) {}

  /** The lines that decide about a flow; none where nothing allows it. */
  public List<Line> deciding(
      SortedMap<String, String> files, Peer from, Protocol protocol, int port) {
    if (!(firewall.read(files) instanceof Filter.Reading.Read(Filter filter))) {
      return List.of();
    }
    Packet packet =
        switch (from) {
          case Peer.Node(NodeName name) ->
              new Packet(
                  mesh.interfaces().getFirst(),
                  OptionalLong.of(mesh.nodes().get(name)),
                  Packet.NEW);
          case Peer.Outside other -> new Packet(ELSEWHERE, SOMEBODY, Packet.NEW);
        };
    return new FilterEvaluator(filter, mesh)
        .deciding(packet, protocol, port).stream()
            .filter(rule -> rule.accepts() && rule.line() > 0)
            .map(rule ->
                new Line(
                    rule.file(),
                    rule.line(),
                    files.get(rule.file()).lines().toList().get(rule.line() - 1).strip()))
            .toList();
  }
}
