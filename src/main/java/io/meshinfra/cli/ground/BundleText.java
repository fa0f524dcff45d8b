package io.meshinfra.cli.ground;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Printable;

/** The bundle as Markdown. What nodes said stands in code blocks: it is data, whatever it says. */
record BundleText(JsonNode bundle) {

  String markdown() {
    StringBuilder out = new StringBuilder("# Ground truth\n\n");
    String commit = bundle.path("commit").asText();
    out.append("Commit ").append(commit.isEmpty() ? "none yet" : commit).append(".\n");
    section(out, "Facts", fenced("yaml", Tree.yaml(bundle.path("facts"))));
    if (bundle.has("moduleMap")) {
      section(out, "Modules", modules(bundle.path("moduleMap")));
    }
    if (bundle.has("roadmap")) {
      section(out, "Roadmap", bundle.path("roadmap").asText().replaceFirst("^# .*\\n+", ""));
    }
    section(out, "Fleet", fleet(bundle.path("hub")));
    return out.toString();
  }

  private static void section(StringBuilder out, String title, String text) {
    out.append("\n## ").append(title).append("\n\n").append(text.strip()).append('\n');
  }

  private static String modules(JsonNode map) {
    StringBuilder out = new StringBuilder("| path | owns |\n|---|---|\n");
    for (JsonNode module : map.path("modules")) {
      out.append("| `%s` | %s |\n".formatted(cell(module, "path"), cell(module, "owns")));
    }
    return out.toString();
  }

  private static String cell(JsonNode of, String field) {
    return Printable.line(of.path(field).asText()).replace("|", "\\|").replace("`", "'");
  }

  private static String fleet(JsonNode hub) {
    if (!hub.path("reachable").asBoolean()) {
      return "Not known: " + Printable.line(hub.path("why").asText()) + ".\n";
    }
    StringBuilder out = new StringBuilder();
    out.append("In force: ").append(cell(hub, "inForce")).append(".\n");
    if (!hub.path("trouble").asText().isEmpty()) {
      out.append("\nTrouble with the source:\n\n").append(fenced("", hub.path("trouble").asText()));
    }
    out.append(
        "\n| node | sync | health | mode | presence | reason |\n|---|---|---|---|---|---|\n");
    for (JsonNode node : hub.path("nodes")) {
      out.append(
          "| %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  cell(node, "name"),
                  cell(node, "sync"),
                  cell(node, "health"),
                  cell(node, "mode"),
                  cell(node, "presence"),
                  cell(node, "reason")));
    }
    more(out, hub, "moreNodes", "nodes");
    out.append("\n### Open drift\n\n").append(drift(hub));
    return out.toString();
  }

  private static String drift(JsonNode hub) {
    if (hub.path("drift").isEmpty()) {
      return "None.\n";
    }
    StringBuilder out = new StringBuilder();
    for (JsonNode node : hub.path("drift")) {
      StringBuilder changes = new StringBuilder();
      for (JsonNode change : node.path("changes")) {
        changes.append(
            "%s %s (%s)\n"
                .formatted(
                    change.path("change").asText(),
                    change.path("resource").asText(),
                    change.path("origin").asText()));
        changes.append(change.path("text").asText().indent(4));
      }
      out.append("%s, probed %s:\n\n".formatted(cell(node, "node"), cell(node, "probedAt")));
      out.append(fenced("", changes.toString())).append('\n');
    }
    more(out, hub, "moreDrifting", "nodes that differ");
    return out.toString();
  }

  private static void more(StringBuilder out, JsonNode hub, String field, String what) {
    if (hub.has(field)) {
      out.append("\nAnd %d more %s.\n".formatted(hub.path(field).asInt(), what));
    }
  }

  /** A fence that is longer than any in the text, so that the text cannot end it. */
  private static String fenced(String language, String text) {
    String plain = Printable.block(text);
    String fence = "```";
    while (plain.contains(fence)) {
      fence += "`";
    }
    return fence + language + "\n" + plain.stripTrailing() + "\n" + fence + "\n";
  }
}
