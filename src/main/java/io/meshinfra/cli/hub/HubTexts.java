package io.meshinfra.cli.hub;

import static io.meshinfra.cli.hub.HubTables.items;
import static io.meshinfra.cli.hub.HubTables.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.model.Printable;

/** Answers of the hub with more than a line for each thing. */
final class HubTexts {
  private HubTexts() {}

  /** What the last probe of each node saw. */
  static String drift(JsonNode answer) {
    StringBuilder out = new StringBuilder();
    items(answer, "nodes").forEach(node -> drift(out, node));
    return out.isEmpty() ? "The fleet has no nodes yet.\n" : out.toString();
  }

  private static void drift(StringBuilder out, JsonNode node) {
    int changes = node.path("drift").size();
    boolean seen = node.path("probedAt").isTextual();
    String how =
        !seen
            ? "not seen yet"
            : changes == 0 ? "no differences" : Counted.of(changes, "difference");
    out.append(printable(text(node, "name"))).append(": ").append(how).append('\n');
    for (JsonNode change : node.path("drift")) {
      String headline =
          "%s %s (%s)"
              .formatted(sign(change), text(change, "resource"), text(change, "origin"));
      out.append("  ").append(printable(headline)).append('\n');
      String text = text(change, "text");
      if (!text.isEmpty()) {
        out.append("    ").append(printable(text).replace("\n", "\n    ")).append('\n');
      }
    }
  }

  private static String sign(JsonNode change) {
    return switch (text(change, "change")) {
      case "create" -> "+";
      case "update" -> "~";
      case "delete" -> "-";
      default -> "?";
    };
  }

  /** One run with its plan and what its steps printed. */
  static String run(JsonNode run) {
    StringBuilder out = new StringBuilder();
    out.append(
        "%s on %s: %s%n"
            .formatted(text(run, "id"), text(run, "node"), text(run, "outcome"))
            .replace(System.lineSeparator(), "\n"));
    line(out, text(run, "detail"));
    line(out, text(run, "planText"));
    for (JsonNode step : run.path("steps")) {
      line(
          out,
          "step %s %s: %s, exit code %s"
              .formatted(
                  text(step, "number"),
                  text(step, "title"),
                  text(step, "status"),
                  text(step, "exitCode")));
      line(out, text(step, "output").indent(2));
    }
    return printable(out.toString()) + "\n";
  }

  private static void line(StringBuilder out, String text) {
    if (!text.isBlank()) {
      out.append(text.stripTrailing()).append('\n');
    }
  }

  static String printable(String hostile) {
    return Printable.block(hostile).stripTrailing();
  }
}
