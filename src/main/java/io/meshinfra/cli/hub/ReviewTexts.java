package io.meshinfra.cli.hub;

import static io.meshinfra.cli.hub.HubTables.items;
import static io.meshinfra.cli.hub.HubTables.text;
import static io.meshinfra.cli.hub.HubTables.time;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.text.Table;

/** What the hub tells in pull requests. */
final class ReviewTexts {
  private ReviewTexts() {}

  /** A line for each. */
  static String all(JsonNode answer, int width) {
    Table table =
        new Table(
            "REVIEW", "PULL-REQUEST", "STATE", "PLANNED", "HEAD", "AUTHOR", "TITLE", "HEADLINE");
    items(answer, "reviews")
        .forEach(review ->
            table.row(
                text(review, "id"),
                text(review, "pullRequest"),
                text(review, "state"),
                time(review, "plannedAt"),
                HubTables.revision(review, "head"),
                text(review, "author"),
                text(review, "title"),
                text(review, "headline")));
    return table.isEmpty() ? "There are no reviews of pull requests.\n" : table.text(width);
  }

  /** The whole plan, as Markdown. */
  static String one(JsonNode review) {
    String report = text(review, "report");
    return report.isBlank()
        ? "Review %s: nothing was planned yet.\n".formatted(text(review, "id"))
        : HubTexts.printable(report) + "\n";
  }
}
