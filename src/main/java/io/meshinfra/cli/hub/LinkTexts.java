package io.meshinfra.cli.hub;

import static io.meshinfra.cli.hub.HubTables.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Table;
import io.meshinfra.model.Printable;

/** How nodes see each other, a line for each pair. */
final class LinkTexts {
  private LinkTexts() {}

  static String table(JsonNode status, int width) {
    Table table = new Table("FROM", "TO", "ADDRESS", "NET", "LINK", "LATENCY");
    int pairs = 0;
    StringBuilder notes = new StringBuilder();
    for (JsonNode node : status.path("nodes")) {
      for (JsonNode pair : node.path("pairs")) {
        pairs++;
        table.row(
            text(node, "node"),
            text(pair, "to"),
            text(pair, "address"),
            net(pair),
            link(pair),
            NetworkStatusTexts.latency(pair));
      }
      if (!node.path("links").isArray()) {
        notes.append(text(node, "node")).append(": not asked since the hub was started\n");
      }
      for (JsonNode note : node.path("notes")) {
        notes.append(text(node, "node")).append(": ").append(Printable.line(note.asText()));
        notes.append('\n');
      }
    }
    String rows = table.isEmpty() ? "" : table.text(width) + "\n";
    return rows + notes + Counted.of(pairs, "pair") + " of nodes\n";
  }

  static String net(JsonNode pair) {
    return text(pair.path("peer"), "net");
  }

  static String link(JsonNode pair) {
    return NetworkStatusTexts.link(pair.path("peer"));
  }
}
