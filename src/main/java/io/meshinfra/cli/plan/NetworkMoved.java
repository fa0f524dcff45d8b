package io.meshinfra.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.fleet.NetworkDifferenceText;
import io.meshinfra.cli.text.Tree;
import java.util.List;

/**
 * What the network intent opens and closes.
 *
 * @param before what it is compared with, for people
 * @param difference in the form of {@link io.meshinfra.report.NetworkDifference}
 */
record NetworkMoved(String before, JsonNode difference) {
  private static final int INDENT = 2;

  /** Empty when nothing moved. */
  String text(int columns) {
    String text = NetworkDifferenceText.of(difference, columns - INDENT);
    return text.isEmpty() ? "" : "network, beside " + before + ":\n" + text.indent(INDENT);
  }

  String warning() {
    if (difference.path("opensToOutside").asBoolean()) {
      return "The network intent opens something to outside that was shut (see above).";
    }
    boolean opens =
        difference
            .path("changed")
            .valueStream()
            .map(one -> one.path("opened"))
            .anyMatch(ports -> !ports.path("tcp").isEmpty() || !ports.path("udp").isEmpty());
    return opens ? "The network intent opens something between nodes (see above)." : "";
  }

  /**
   * What leads to that node, and what is told of the network as a whole. So the list stays one of
   * nodes.
   */
  void addTo(String node, ObjectNode tree) {
    ArrayNode changed = Tree.mapper().createArrayNode();
    difference
        .path("changed")
        .valueStream()
        .filter(one -> leadsTo(node, one))
        .map(one -> one.<ObjectNode>deepCopy())
        .forEach(one -> {
          one.putArray("to").add(node);
          changed.add(one);
        });
    boolean whole =
        List.of("notes", "broken").stream().anyMatch(k -> !difference.path(k).isEmpty());
    if (changed.isEmpty() && !whole) {
      return;
    }
    ObjectNode network = tree.putObject("network");
    network.put("beside", before);
    network.set("changed", changed);
    network.set("notes", difference.path("notes"));
    network.set("broken", difference.path("broken"));
  }

  private static boolean leadsTo(String node, JsonNode changed) {
    return changed.path("to").valueStream().anyMatch(to -> to.asText().equals(node));
  }
}
