package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.text.Table;
import io.meshinfra.model.Printable;
import java.util.List;

/** Generations of a node for people. */
final class GenerationTexts {
  private static final int MOST_LINES = 200;

  private GenerationTexts() {}

  static String table(JsonNode answer, int width) {
    Table table = new Table("GENERATION", "ENDED", "REVISION", "RUN", "CHANGED", "CAUSE");
    HubTables.items(answer, "generations")
        .forEach(generation ->
            table.row(
                HubTables.text(generation, "number"),
                HubTables.time(generation, "at"),
                shortened(HubTables.text(generation, "revision")),
                HubTables.text(generation, "run"),
                Integer.toString(generation.path("changed").size()),
                cause(generation)));
    return table.isEmpty() ? "The node keeps no generation.\n" : table.text(width);
  }

  private static String cause(JsonNode generation) {
    String cause = HubTables.text(generation, "cause");
    return generation.path("undoneByGuard").asBoolean() ? cause + ", undone by the guard" : cause;
  }

  private static String shortened(String revision) {
    return revision.isEmpty() ? "-" : revision.substring(0, Math.min(10, revision.length()));
  }

  /** What would be undone, the newest first. */
  static String undone(List<JsonNode> generations) {
    StringBuilder out = new StringBuilder();
    for (JsonNode generation : generations) {
      out.append(
          "generation %s of %s (%s)\n"
              .formatted(
                  HubTables.text(generation, "number"),
                  HubTables.time(generation, "at"),
                  cause(generation)));
      generation
          .path("changed")
          .valueStream()
          .limit(MOST_LINES)
          .forEach(kept ->
              out.append(
                  "  %-16s %s\n"
                      .formatted(HubTables.text(kept, "how"), HubTables.text(kept, "what"))));
    }
    return Printable.block(out.toString());
  }
}
