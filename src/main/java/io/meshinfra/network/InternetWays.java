package io.meshinfra.network;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** By which exit node nodes go to the internet otherwise than before. */
final class InternetWays {
  private InternetWays() {}

  /** Of many nodes that change alike, one line. */
  static List<String> between(Intent was, Intent now) {
    Map<String, List<NodeName>> lines = new TreeMap<>();
    for (MeshNode node : now.nodes().values()) {
      Optional<NodeName> before = was.node(node.name()).flatMap(MeshNode::internetBy);
      Optional<NodeName> after = node.internetBy();
      if (!before.equals(after)) {
        lines.computeIfAbsent(line(before, after), move -> new ArrayList<>()).add(node.name());
      }
    }
    return lines.entrySet().stream()
        .map(line -> line.getKey().formatted(NetworkChange.names(line.getValue())))
        .toList();
  }

  private static String line(Optional<NodeName> before, Optional<NodeName> after) {
    String instead = before.map(exit -> ", not by " + exit + " any more").orElse("");
    return after
        .map(exit -> "traffic of %s goes to the internet by " + exit + " from now on" + instead)
        .orElse("traffic of %s goes to the internet as the machine does by itself" + instead);
  }
}
