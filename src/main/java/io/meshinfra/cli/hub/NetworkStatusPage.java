package io.meshinfra.cli.hub;

import static io.meshinfra.cli.hub.HubTables.text;
import static io.meshinfra.cli.hub.HubTables.time;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.report.markdown.Markdown;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The ways into all nodes as a page. The order is that of the hub (nodes by name, paths as they are
 * declared), so two pages differ only where the network does.
 */
final class NetworkStatusPage {
  private NetworkStatusPage() {}

  static String of(JsonNode status, Instant now) {
    List<Markdown> lines = new ArrayList<>();
    lines.add(Markdown.of("# Network status"));
    lines.add(Markdown.EMPTY);
    lines.add(
        Markdown.of(
            "Written by `mesh net status --write` at {}; changes by hand are overwritten.",
            now.truncatedTo(ChronoUnit.SECONDS)));
    lines.add(Markdown.EMPTY);
    lines.add(Markdown.of("| node | path | state | since | last led in | latency | link | why |"));
    lines.add(Markdown.of("|---|---|---|---|---|---|---|---|"));
    for (JsonNode node : status.path("nodes")) {
      node.path("paths").forEach(way -> lines.add(way(node, way)));
    }
    lines.addAll(pairs(status));
    lines.add(Markdown.EMPTY);
    lines.add(Markdown.of("## What the nodes say of their mesh"));
    for (JsonNode node : status.path("nodes")) {
      lines.add(Markdown.EMPTY);
      lines.add(Markdown.of("{}: {}", Markdown.code(text(node, "node")), links(node)));
      node.path("links")
          .forEach(peer ->
              lines.add(
                  Markdown.of(
                      "- {} {}, {}: {}",
                      text(peer, "net"),
                      Markdown.code(text(peer, "name")),
                      Markdown.code(networks(peer)),
                      NetworkStatusTexts.link(peer))));
    }
    StringBuilder page = new StringBuilder();
    lines.forEach(line -> page.append(line).append('\n'));
    return page.toString();
  }

  private static List<Markdown> pairs(JsonNode status) {
    List<Markdown> lines = new ArrayList<>();
    for (JsonNode node : status.path("nodes")) {
      for (JsonNode pair : node.path("pairs")) {
        lines.add(
            Markdown.of(
                "| {} | {} | {} | {} | {} |",
                Markdown.code(text(node, "node")),
                Markdown.code(text(pair, "to")),
                LinkTexts.net(pair),
                LinkTexts.link(pair),
                latency(NetworkStatusTexts.latency(pair))));
      }
    }
    if (!lines.isEmpty()) {
      lines.addFirst(Markdown.of("|---|---|---|---|---|"));
      lines.addFirst(Markdown.of("| from | to | net | link | latency |"));
      lines.addFirst(Markdown.EMPTY);
      lines.addFirst(Markdown.of("## How nodes see each other"));
      lines.addFirst(Markdown.EMPTY);
    }
    return lines;
  }

  private static Markdown way(JsonNode node, JsonNode way) {
    String address = text(way, "address");
    return Markdown.of(
        "| {} | {} | {} | {} | {} | {} | {} | {} |",
        Markdown.code(text(node, "node")),
        Markdown.code(text(way, "path") + (address.isEmpty() ? "" : " " + address)),
        NetworkStatusTexts.state(way) + (way.path("inUse").asBoolean() ? ", in use" : ""),
        time(way, "since"),
        time(way, "lastGood"),
        latency(NetworkStatusTexts.latency(way)),
        NetworkStatusTexts.link(way.path("carrier")),
        NetworkStatusTexts.reason(node, way));
  }

  /** As code: plain text that begins with a number and a dot would start a list. */
  private static Markdown latency(String words) {
    return words.isEmpty() ? Markdown.EMPTY : Markdown.code(words);
  }

  private static String links(JsonNode node) {
    List<String> words = new ArrayList<>();
    if (!node.path("links").isArray()) {
      words.add("not asked since the hub was started");
    } else if (node.path("links").isEmpty()) {
      words.add("no peers of Tailscale or WireGuard");
    }
    node.path("notes").forEach(note -> words.add(note.asText()));
    return words.isEmpty() ? "" : String.join("; ", words);
  }

  private static String networks(JsonNode peer) {
    List<String> networks = new ArrayList<>();
    peer.path("networks").forEach(network -> networks.add(network.asText()));
    return String.join(" ", networks);
  }
}
