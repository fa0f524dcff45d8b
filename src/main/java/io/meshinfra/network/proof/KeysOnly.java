package io.meshinfra.network.proof;

import io.meshinfra.desired.yaml.Position;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Invariant;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.sshd.SshdDropIn;
import io.meshinfra.network.sshd.SshdReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Whether nobody logs in by password. It holds when what was compiled for each node of the fleet
 * says so. A node without the back end is not known, and breaks nothing: a fleet could not get
 * there node by node otherwise.
 *
 * @param dropIns what was compiled to sshd
 */
record KeysOnly(Intent intent, SortedMap<NodeName, String> dropIns) {
  InvariantCheck check(Invariant invariant, Position at) {
    if (!intent.compilesTo(BackEnd.SSHD)) {
      return InvariantCheck.notChecked(
          invariant, at, "nothing is compiled to sshd; put sshd into back_ends");
    }
    List<String> broken = new ArrayList<>();
    dropIns.forEach((node, text) ->
        besidesKeys(text)
            .forEach(wrong ->
                broken.add("sshd of %s would take more than keys: %s".formatted(node, wrong))));
    String without =
        intent.nodes().values().stream()
            .filter(node -> node.managed() && !dropIns.containsKey(node.name()))
            .map(MeshNode::name)
            .map(NodeName::value)
            .collect(Collectors.joining(", "));
    return broken.isEmpty() && !without.isEmpty()
        ? InvariantCheck.notChecked(invariant, at, "nothing is compiled to sshd for " + without)
        : InvariantCheck.of(invariant, at, broken);
  }

  private static List<String> besidesKeys(String text) {
    return switch (SshdReader.read(text)) {
      case SshdDropIn.Reading.Read(SshdDropIn dropIn) -> dropIn.besidesKeys();
      case SshdDropIn.Reading.NotUnderstood(String reason) -> List.of(reason);
    };
  }
}
