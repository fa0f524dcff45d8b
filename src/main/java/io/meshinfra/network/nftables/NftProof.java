package io.meshinfra.network.nftables;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.Peer;
import io.meshinfra.network.matrix.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Compares what the text of a ruleset allows with what was meant. */
public final class NftProof {
  /** An address of the pages of books, at an interface that is none of the mesh. */
  private static final OptionalLong SOMEBODY = OptionalLong.of(0xC0000201L);

  private static final String ELSEWHERE = NftEvaluator.OTHER;

  private final MeshRange mesh;

  public NftProof(Intent intent) {
    mesh = MeshRange.of(intent);
  }

  /**
   * Where the two differ, each to be read on its own; none when they agree.
   *
   * @param meant who shall reach the node that has the ruleset
   */
  public List<String> differences(String text, Row meant) {
    return switch (NftReader.read(text)) {
      case NftRuleset.Reading.NotUnderstood(String reason) ->
          List.of("the ruleset cannot be checked: " + reason);
      case NftRuleset.Reading.Read(NftRuleset ruleset) -> {
        NftEvaluator evaluator = new NftEvaluator(ruleset, mesh);
        List<String> differences = new ArrayList<>(basics(evaluator));
        require(
            !ruleset.accepts(),
            "what no rule speaks of gets in, by whatever protocol",
            differences);
        mesh.interfaces().forEach(iif -> compare(meant, evaluator, iif, differences));
        evaluator.outside().forEach(sight -> tell(sight, "outside", meant.outside(), differences));
        evaluator
            .pretending()
            .forEach(
                sight -> tell(sight, "who pretends to be in the mesh", Access.NONE, differences));
        yield differences;
      }
    };
  }

  private void compare(Row meant, NftEvaluator evaluator, String iif, List<String> differences) {
    mesh.nodes()
        .forEach((node, address) -> {
          Packet packet = new Packet(iif, OptionalLong.of(address), Packet.NEW);
          tell(
              new NftEvaluator.Sight(packet, evaluator.access(packet)),
              node.value(),
              meant.of(new Peer.Node(node)),
              differences);
        });
  }

  private static void tell(
      NftEvaluator.Sight sight, String who, Access meant, List<String> differences) {
    if (!meant.equals(sight.access())) {
      differences.add(
          "%s (%s) may reach %s, but the ruleset lets in %s"
              .formatted(who, sight.packet(), meant, sight.access()));
    }
  }

  /** What every ruleset has to do besides, or nothing works that is allowed. */
  private static List<String> basics(NftEvaluator evaluator) {
    List<String> wrong = new ArrayList<>();
    OptionalLong six = OptionalLong.empty();
    require(
        evaluator.access(new Packet(ELSEWHERE, SOMEBODY, "established")).equals(Access.ALL)
            && evaluator.access(new Packet(ELSEWHERE, six, "related")).equals(Access.ALL),
        "answers to what the node itself has asked do not get in",
        wrong);
    require(
        evaluator.access(new Packet(ELSEWHERE, SOMEBODY, "invalid")).isNothing(),
        "packets that belong to nothing get in",
        wrong);
    require(
        evaluator.access(new Packet("lo", SOMEBODY, Packet.NEW)).equals(Access.ALL),
        "the node does not reach itself",
        wrong);
    require(
        evaluator.accepts(new Packet(ELSEWHERE, SOMEBODY, Packet.NEW), "echo-request")
            && evaluator.accepts(new Packet(ELSEWHERE, six, Packet.NEW), "nd-neighbor-solicit"),
        "messages that the network needs do not get in",
        wrong);
    return wrong;
  }

  private static void require(boolean fine, String otherwise, List<String> wrong) {
    if (!fine) {
      wrong.add(otherwise);
    }
  }

  /** A line of a ruleset that lets a flow in. */
  public record Line(int number, String text) {}

  /** The lines that decide about a flow; none where nothing allows it. */
  public List<Line> deciding(String text, Peer from, Protocol protocol, int port) {
    if (!(NftReader.read(text) instanceof NftRuleset.Reading.Read(NftRuleset ruleset))) {
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
    List<String> lines = text.lines().toList();
    return new NftEvaluator(ruleset, mesh)
        .deciding(packet, protocol, port).stream()
            .filter(NftRule::accepts)
            .map(rule -> new Line(rule.line(), lines.get(rule.line() - 1).strip()))
            .toList();
  }
}
