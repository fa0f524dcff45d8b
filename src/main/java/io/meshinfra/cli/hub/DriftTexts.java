package io.meshinfra.cli.hub;

import static io.meshinfra.cli.hub.HubTables.text;
import static io.meshinfra.cli.hub.HubTables.time;
import static io.meshinfra.cli.hub.HubTexts.printable;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Table;
import io.meshinfra.report.review.Ages;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** What drifts, and how much was looked at to say so: silence is not health. */
final class DriftTexts {
  private DriftTexts() {}

  /** A line for each resource of the fleet. */
  static String all(JsonNode answer, int width, Instant now) {
    Table table = new Table("NODE", "RESOURCE", "CHANGE", "ORIGIN", "SINCE", "PULL-REQUEST");
    for (JsonNode node : answer.path("drift")) {
      for (JsonNode item : node.path("resources")) {
        table.row(
            text(node, "node"),
            text(item, "resource"),
            text(item, "change"),
            text(item, "origin"),
            time(item, "since"),
            request(node));
      }
    }
    return table.isEmpty() ? nothing(answer, now) : table.text(width) + rest(answer);
  }

  private static String request(JsonNode node) {
    JsonNode request = node.path("request");
    String state = text(request, "state");
    String page = text(request, "page");
    String name = page.isEmpty() ? text(request, "pullRequest") : page;
    return state.isEmpty() || state.equals("open") ? name : name + " (" + state + ")";
  }

  private static String nothing(JsonNode answer, Instant now) {
    int nodes = answer.path("nodes").asInt();
    int probed = answer.path("probed").asInt();
    if (nodes == 0) {
      return "The fleet has no nodes yet.\n";
    }
    if (probed == 0) {
      return "No drift is known: none of %s was looked at yet.\n"
          .formatted(Counted.of(nodes, "node"));
    }
    String oldest =
        instant(answer, "oldest").map(at -> ", the oldest " + Ages.ago(at, now)).orElse("");
    return "No drift: %s looked at%s.\n%s"
        .formatted(Counted.of(probed, "node"), oldest, unseen(answer));
  }

  private static String rest(JsonNode answer) {
    int more = answer.path("more").asInt();
    String cut = more == 0 ? "" : "and " + Counted.of(more, "resource") + " more; see --limit\n";
    return cut + unseen(answer);
  }

  private static String unseen(JsonNode answer) {
    int nodes = answer.path("nodes").asInt();
    int unseen = nodes - answer.path("probed").asInt();
    return unseen <= 0
        ? ""
        : "Not looked at since the hub was started: %d of %s.\n"
            .formatted(unseen, Counted.of(nodes, "node"));
  }

  private static Optional<Instant> instant(JsonNode object, String field) {
    try {
      return Optional.of(Instant.parse(text(object, field)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** One node, with how each resource differs. */
  static String one(JsonNode node, Instant now) {
    StringBuilder out = new StringBuilder();
    int resources = node.path("resources").size();
    String how = resources == 0 ? "no differences" : Counted.of(resources, "difference");
    String seen =
        instant(node, "probedAt")
            .map(at -> how + ", probed " + Ages.ago(at, now))
            .orElse(
                resources == 0
                    ? "not seen yet"
                    : how + " before the hub was started, not seen since");
    out.append(printable(text(node, "node"))).append(": ").append(seen).append('\n');
    node.path("resources").forEach(item -> item(out, item));
    String request = request(node);
    if (!request.isEmpty()) {
      out.append("  pull request: ").append(printable(request)).append('\n');
    }
    return out.toString();
  }

  private static void item(StringBuilder out, JsonNode item) {
    String since = time(item, "since");
    String headline =
        "%s %s (%s%s)"
            .formatted(
                sign(item),
                text(item, "resource"),
                text(item, "origin"),
                since.isEmpty() ? "" : ", since " + since);
    out.append("  ").append(printable(headline)).append('\n');
    String text = text(item, "text");
    if (!text.isEmpty()) {
      out.append("    ").append(printable(text).replace("\n", "\n    ")).append('\n');
    }
  }

  private static String sign(JsonNode item) {
    return switch (text(item, "change")) {
      case "create" -> "+";
      case "update" -> "~";
      case "delete" -> "-";
      default -> "?";
    };
  }
}
