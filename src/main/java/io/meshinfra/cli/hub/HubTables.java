package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers of the hub with a line for each thing. */
final class HubTables {
  private static final int SHORT_REVISION = 10;

  private HubTables() {}

  /** All nodes; the answer may also be a single one. */
  static String nodes(JsonNode answer, int width, boolean wide) {
    List<String> headings =
        new ArrayList<>(
            List.of("NODE", "SYNC", "HEALTH", "REVISION", "MODE", "CHANGES", "LAST-PROBE"));
    headings.addAll(wide ? List.of("WAYS-IN", "REASON") : List.of("REASON"));
    Table table = new Table(headings.toArray(String[]::new));
    items(answer, "nodes")
        .forEach(node -> {
          List<String> row =
              new ArrayList<>(
                  List.of(
                      text(node, "name"),
                      text(node, "sync"),
                      text(node, "health"),
                      revision(node, "revision"),
                      text(node, "mode"),
                      text(node, "changes"),
                      time(node, "probedAt")));
          if (wide) {
            row.add(waysIn(node.path("paths")));
          }
          row.add(reason(node));
          table.row(row.toArray(String[]::new));
        });
    String nodes =
        (table.isEmpty() ? "The fleet has no nodes yet.\n" : table.text(width)) + alone(answer);
    String trouble = text(answer, "trouble").lines().findFirst().orElse("");
    return trouble.isEmpty()
        ? nodes
        : nodes + "\nThe source: " + HubTexts.printable(trouble) + " mesh get source tells more\n";
  }

  /** Why the node is not Synced and Healthy, and what it has to make up for. */
  private static String reason(JsonNode node) {
    JsonNode debt = node.path("debt");
    List<String> parts = new ArrayList<>();
    node.at("/paths/rotten").forEach(path -> parts.add("the way in by " + path.asText() + " rots"));
    parts.add(
        debt.path("to").isTextual() ? owes(debt) + text(node, "reason") : text(node, "reason"));
    return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
  }

  /** Like {@code 2 of 3 up, 1 rotten}. */
  private static String waysIn(JsonNode paths) {
    int rotten = paths.path("rotten").size();
    return paths.isObject()
        ? "%d of %d up%s"
            .formatted(
                paths.path("up").asInt(),
                paths.path("declared").asInt(),
                rotten == 0 ? "" : ", " + rotten + " rotten")
        : "";
  }

  private static String owes(JsonNode debt) {
    String from = debt.path("from").isTextual() ? revision(debt, "from") : "nothing";
    String commits =
        debt.path("commits").isInt()
            ? ", " + Counted.of(debt.path("commits").asInt(), "commit")
            : "";
    String resources =
        debt.path("resources").isInt()
            ? ", " + Counted.of(debt.path("resources").asInt(), "resource")
            : "";
    return "pending: %s -> %s%s%s; ".formatted(from, revision(debt, "to"), commits, resources);
  }

  /** Of a single node: what it has to go by when there is no hub. */
  private static String alone(JsonNode node) {
    JsonNode alone = node.path("alone");
    String unproved = text(alone, "unproved");
    return alone.isObject()
        ? "\nWithout a hub it goes by %s resources at %s%s: sh /var/lib/mesh-infra/mesh verify\n"
            .formatted(
                text(alone, "resources"),
                revision(alone, "revision"),
                unproved.equals("0")
                    ? ""
                    : ", but for %s that it reads otherwise".formatted(unproved))
        : "";
  }

  static String runs(JsonNode answer, int width) {
    Table table =
        new Table("RUN", "NODE", "OUTCOME", "STEPS", "REVISION", "TRIGGER", "STARTED", "DETAIL");
    items(answer, "runs")
        .forEach(run ->
            table.row(
                text(run, "id"),
                text(run, "node"),
                run.path("outcome").isTextual() ? text(run, "outcome") : "under way",
                text(run, "steps"),
                revision(run, "revision"),
                text(run, "trigger"),
                time(run, "startedAt"),
                text(run, "detail")));
    return table.isEmpty() ? "There are no runs yet.\n" : table.text(width);
  }

  static String events(JsonNode answer, int width) {
    Table table = new Table("TIME", "TYPE", "NODE", "MESSAGE");
    items(answer, "events").forEach(event -> table.row(event(event)));
    return table.isEmpty() ? "There are no events yet.\n" : table.text(width);
  }

  static String[] event(JsonNode event) {
    return new String[] {
      time(event, "at"), text(event, "type"), text(event, "node"), text(event, "message")
    };
  }

  static String source(JsonNode answer, int width) {
    Table table = new Table("REVISION", "STATUS", "SEEN", "AUTHOR", "SUBJECT", "DETAIL");
    items(answer, "recent")
        .forEach(seen ->
            table.row(
                revision(seen, "revision"),
                text(seen, "status"),
                time(seen, "seenAt"),
                text(seen, "author"),
                text(seen, "subject"),
                text(seen, "detail")));
    String inForce = text(answer, "inForce");
    String trouble = HubTexts.printable(text(answer, "trouble"));
    return "In force: "
        + (inForce.isEmpty() ? "nothing yet" : HubTexts.printable(inForce))
        + "\n"
        + (trouble.isEmpty() ? "" : "Trouble: " + trouble + "\n")
        + (table.isEmpty() ? "" : "\n" + table.text(width));
  }

  static String hubs(JsonNode answer, int width) {
    Table table = new Table("HUB", "STANDING", "TOKEN", "SINCE", "UNTIL", "STARTED", "SEEN");
    items(answer, "hubs")
        .forEach(hub ->
            table.row(
                text(hub, "name"),
                text(hub, "standing"),
                text(hub, "token"),
                time(hub, "takenAt"),
                time(hub, "until"),
                time(hub, "startedAt"),
                time(hub, "seenAt")));
    return table.text(width);
  }

  static Stream<JsonNode> items(JsonNode answer, String name) {
    if (answer.isArray()) {
      return answer.valueStream();
    }
    return answer.path(name).isArray() ? answer.path(name).valueStream() : Stream.of(answer);
  }

  static String text(JsonNode object, String field) {
    return object.path(field).asText("");
  }

  static String revision(JsonNode object, String field) {
    String id = text(object, field);
    return id.length() > SHORT_REVISION ? id.substring(0, SHORT_REVISION) : id;
  }

  /** Without the parts of a second: {@code 2026-03-01T12:00:00Z}. */
  static String time(JsonNode object, String field) {
    return text(object, field).replaceFirst("\\.\\d+Z$", "Z");
  }
}
