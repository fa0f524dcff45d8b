package io.meshinfra.cli.ground;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.hub.HubApi;
import io.meshinfra.cli.text.Tree;
import java.util.List;
import java.util.Optional;

/**
 * What the hub says of the fleet, or why it says nothing.
 *
 * @param trouble why the hub could not be asked; then the tree is empty
 */
record LiveFleet(ObjectNode tree, Optional<String> trouble) {
  /** Enough to work with; the hub knows all of it. */
  private static final int MOST_NODES = 200;

  private static final int MOST_DRIFTING = 20;
  private static final List<String> OF_A_NODE =
      List.of("name", "labels", "presence", "mode", "sync", "health", "revision", "reason");

  private static final List<String> SETTLED = List.of("name", "presence", "mode", "sync", "health");

  private static final List<String> OF_A_CHANGE =
      List.of("resource", "change", "origin", "reason", "text");

  /** Source, nodes, sessions, and of the nodes that differ what differs. */
  static LiveFleet asked(HubApi hub) {
    return guarded(tree -> {
      source(hub, tree);
      ArrayNode nodes = nodes(hub, tree, OF_A_NODE);
      drift(hub, nodes, tree);
      tree.set("sessions", hub.agents().sessions().path("sessions"));
    });
  }

  /** Nodes only, without anything that is another with every probe and every commit. */
  static LiveFleet glanced(HubApi hub) {
    return guarded(tree -> nodes(hub, tree, SETTLED));
  }

  /** A question to the hub that may fail. */
  private interface Question {
    void ask(ObjectNode into);
  }

  private static LiveFleet guarded(Question question) {
    ObjectNode tree = Tree.mapper().createObjectNode();
    try {
      question.ask(tree);
      return new LiveFleet(tree, Optional.empty());
    } catch (Failure e) {
      return new LiveFleet(Tree.mapper().createObjectNode(), Optional.of(e.getMessage()));
    }
  }

  private static void source(HubApi hub, ObjectNode tree) {
    JsonNode source = hub.source();
    tree.set("inForce", source.path("inForce"));
    tree.set("trouble", source.path("trouble"));
  }

  private static ArrayNode nodes(HubApi hub, ObjectNode tree, List<String> fields) {
    ArrayNode nodes = tree.putArray("nodes");
    JsonNode all = hub.nodes().path("nodes");
    all.valueStream().limit(MOST_NODES).forEach(node -> nodes.add(picked(node, fields)));
    if (all.size() > MOST_NODES) {
      tree.put("moreNodes", all.size() - MOST_NODES);
    }
    return nodes;
  }

  private static void drift(HubApi hub, ArrayNode nodes, ObjectNode tree) {
    List<String> drifting =
        nodes
            .valueStream()
            .filter(node -> node.path("sync").asText().equals("OutOfSync"))
            .map(node -> node.path("name").asText())
            .toList();
    ArrayNode drift = tree.putArray("drift");
    for (String name : drifting.stream().limit(MOST_DRIFTING).toList()) {
      JsonNode node = hub.node(name);
      ObjectNode one = drift.addObject().put("node", name);
      one.set("probedAt", node.path("probedAt"));
      ArrayNode changes = one.putArray("changes");
      node.path("drift").forEach(change -> changes.add(picked(change, OF_A_CHANGE)));
    }
    if (drifting.size() > MOST_DRIFTING) {
      tree.put("moreDrifting", drifting.size() - MOST_DRIFTING);
    }
  }

  private static ObjectNode picked(JsonNode from, List<String> fields) {
    ObjectNode some = Tree.mapper().createObjectNode();
    for (String field : fields) {
      if (from.hasNonNull(field)) {
        some.set(field, from.get(field));
      }
    }
    return some;
  }
}
