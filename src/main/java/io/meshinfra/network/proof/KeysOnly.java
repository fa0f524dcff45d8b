package io.meshinfra.network.proof;

import io.meshinfra.desired.yaml.Position;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Invariant;
import io.meshinfra.network.sshd.SshdDropIn;
import io.meshinfra.network.sshd.SshdReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Whether nobody logs in by password. It holds when what was compiled for each node of the fleet
 * says so. A node without the back end breaks nothing, and nothing enforces it there: a fleet could
 * not get there node by node otherwise.
 *
 * @param dropIns what was compiled to sshd
 */
record KeysOnly(Intent intent, SortedMap<NodeName, String> dropIns) {
  private static final int MOST_TOLD = 5;

  InvariantCheck check(Invariant invariant, Position at) {
    List<String> broken = new ArrayList<>();
    dropIns.forEach((node, text) ->
        besidesKeys(text)
            .forEach(wrong ->
                broken.add("sshd of %s would take more than keys: %s".formatted(node, wrong))));
    return InvariantCheck.of(invariant, at, broken).enforced(without());
  }

  private List<String> without() {
    List<String> open =
        intent.nodes().values().stream()
            .filter(node -> node.managed() && !dropIns.containsKey(node.name()))
            .map(node -> node.name().value())
            .toList();
    String more = open.size() > MOST_TOLD ? " and %d more".formatted(open.size() - MOST_TOLD) : "";
    return open.isEmpty()
        ? List.of()
        : List.of(
            "nothing is compiled to sshd for %s%s"
                .formatted(String.join(", ", open.stream().limit(MOST_TOLD).toList()), more));
  }

  private static List<String> besidesKeys(String text) {
    return switch (SshdReader.read(text)) {
      case SshdDropIn.Reading.Read(SshdDropIn dropIn) -> dropIn.besidesKeys();
      case SshdDropIn.Reading.NotUnderstood(String reason) -> List.of(reason);
    };
  }
}
