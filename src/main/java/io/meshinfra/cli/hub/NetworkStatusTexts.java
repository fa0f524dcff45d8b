package io.meshinfra.cli.hub;

import static io.meshinfra.cli.hub.HubTables.text;
import static io.meshinfra.cli.hub.HubTables.time;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Table;
import java.util.Locale;

/** How the ways into nodes do, a line for each. */
final class NetworkStatusTexts {
  private NetworkStatusTexts() {}

  static String table(JsonNode status, int width) {
    Table table =
        new Table("NODE", "PATH", "ADDRESS", "STATE", "SINCE", "LATENCY", "LINK", "REASON");
    for (JsonNode node : status.path("nodes")) {
      for (JsonNode way : node.path("paths")) {
        table.row(
            text(node, "node"),
            text(way, "path") + (way.path("inUse").asBoolean() ? " *" : ""),
            text(way, "address"),
            state(way),
            time(way, "since"),
            latency(way),
            link(way.path("carrier")),
            reason(node, way));
      }
    }
    return table.isEmpty() ? "The fleet has no nodes yet.\n" : table.text(width) + summary(status);
  }

  static String state(JsonNode way) {
    return way.path("rotten").asBoolean() ? "rotten" : text(way, "state");
  }

  static String latency(JsonNode way) {
    JsonNode millis = way.path("latencyMs");
    return millis.isNumber() ? String.format(Locale.ROOT, "%.2f ms", millis.asDouble()) : "";
  }

  /** How packets get to a peer; unknown where nobody tells. */
  static String link(JsonNode peer) {
    if (!peer.isObject()) {
      return "unknown";
    }
    String over = text(peer, "over");
    String age =
        peer.path("handshakeAge").isNumber()
            ? ", handshake %d s ago".formatted(peer.path("handshakeAge").asLong())
            : "";
    return text(peer, "carriage") + (over.isEmpty() ? "" : " by " + over) + age;
  }

  /** Of a node that is away nothing is tried, so what is known of it is old. */
  static String reason(JsonNode node, JsonNode way) {
    String attendance = text(node, "attendance");
    String reason = text(way, "reason");
    String away = attendance.equals("present") ? "" : "the node is " + attendance;
    return away.isEmpty() || reason.isEmpty() ? away + reason : away + "; before: " + reason;
  }

  private static String summary(JsonNode status) {
    int paths = 0;
    int up = 0;
    int rotten = 0;
    for (JsonNode node : status.path("nodes")) {
      for (JsonNode way : node.path("paths")) {
        paths++;
        up += text(way, "state").equals("up") ? 1 : 0;
        rotten += way.path("rotten").asBoolean() ? 1 : 0;
      }
    }
    return "\n%s of %s: %d up, %d rotten%n"
        .formatted(
            Counted.of(paths, "path"), Counted.of(status.path("nodes").size(), "node"), up, rotten);
  }
}
