package io.meshinfra.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.text.Table;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Printable;
import io.meshinfra.report.NetworkDifference;
import java.util.stream.Collectors;

/** A network difference for people, of this machine or as a hub tells it. */
public final class NetworkDifferenceText {
  private NetworkDifferenceText() {}

  /** Empty when there is none. */
  public static String of(NetworkDifference difference, int columns) {
    return of(Tree.of(difference), columns);
  }

  /**
   * @param difference in the form of {@link NetworkDifference}
   */
  public static String of(JsonNode difference, int columns) {
    Table table = new Table("TO", "FROM", "OPENED", "CLOSED");
    difference
        .path("changed")
        .forEach(one ->
            table.row(
                names(one.path("to")),
                names(one.path("from")),
                line(one.at("/opened/text")),
                line(one.at("/closed/text"))));
    StringBuilder out = new StringBuilder(table.isEmpty() ? "" : table.text(columns));
    difference.path("notes").forEach(note -> out.append(line(note)).append('\n'));
    difference
        .path("broken")
        .forEach(broken -> out.append("broken: ").append(line(broken)).append('\n'));
    return out.toString();
  }

  private static String names(JsonNode names) {
    return names.valueStream().map(NetworkDifferenceText::line).collect(Collectors.joining(", "));
  }

  private static String line(JsonNode text) {
    return Printable.line(text.asText(""));
  }
}
