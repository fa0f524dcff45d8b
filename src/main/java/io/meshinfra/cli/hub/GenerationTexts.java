package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.text.Table;
import io.meshinfra.model.Printable;
import java.util.List;

/** Generations of a node for people. */
final class GenerationTexts {
  private static final int MOST_LINES = 200;
  private static final long MEBIBYTE = 1024L * 1024;

  private GenerationTexts() {}

  static String table(JsonNode answer, int width) {
    Table table = new Table("GENERATION", "ENDED", "REVISION", "RUN", "CHANGED", "SIZE", "CAUSE");
    HubTables.items(answer, "generations")
        .forEach(generation ->
            table.row(
                HubTables.text(generation, "number"),
                HubTables.time(generation, "at"),
                shortened(HubTables.text(generation, "revision")),
                HubTables.text(generation, "run"),
                Integer.toString(generation.path("changed").size()),
                size(generation.path("bytes")),
                cause(generation)));
    return table.isEmpty()
        ? "The node keeps no generation.\n"
        : table.text(width) + together(HubTables.items(answer, "generations").toList());
  }

  /** How much room they take, and which went before them. */
  private static String together(List<JsonNode> generations) {
    long bytes = generations.stream().mapToLong(one -> one.path("bytes").asLong(0)).sum();
    int oldest = generations.stream().mapToInt(one -> one.path("number").asInt()).min().orElse(1);
    String gone =
        oldest > 1 ? "; those before %d have gone, as mesh.generations says".formatted(oldest) : "";
    return "%ntogether %s on the node%s%n".formatted(size(bytes), gone);
  }

  private static String size(JsonNode bytes) {
    return bytes.isNumber() ? size(bytes.asLong()) : "-";
  }

  private static String size(long bytes) {
    return bytes < MEBIBYTE
        ? "%d KiB".formatted(bytes / 1024)
        : "%d MiB".formatted(bytes / MEBIBYTE);
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
