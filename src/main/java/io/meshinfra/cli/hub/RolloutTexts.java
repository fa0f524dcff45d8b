package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.text.Table;

/** Rollouts as text. */
final class RolloutTexts {
  private RolloutTexts() {}

  /** A line each, and the semaphores that are held. */
  static String all(JsonNode answer, int width) {
    Table table =
        new Table("ROLLOUT", "PHASE", "REVISION", "WAVE", "DONE", "FAILED", "BEGUN", "MESSAGE");
    HubTables.items(answer, "rollouts")
        .forEach(rollout ->
            table.row(
                HubTables.text(rollout, "name"),
                HubTables.text(rollout, "phase"),
                HubTables.revision(rollout, "revision"),
                wave(rollout),
                HubTables.text(rollout, "done") + "/" + HubTables.text(rollout, "size"),
                HubTables.text(rollout, "failed"),
                HubTables.time(rollout, "begunAt"),
                HubTables.text(rollout, "message")));
    return (table.isEmpty()
            ? "The revision in force has no rollouts: what is new comes to all nodes at once.\n"
            : table.text(width))
        + semaphores(answer, width);
  }

  private static String semaphores(JsonNode answer, int width) {
    Table table = new Table("SEMAPHORE", "HELD-BY", "SINCE", "RUN");
    answer
        .path("semaphores")
        .forEach(held ->
            table.row(
                HubTables.text(held, "name"),
                HubTables.text(held, "node"),
                HubTables.time(held, "since"),
                HubTables.text(held, "run")));
    return table.isEmpty() ? "" : "\n" + table.text(width);
  }

  /** With its nodes. */
  static String one(JsonNode rollout, int width) {
    Table table = new Table("NODE", "WAVE", "STANDING", "SINCE", "REASON");
    rollout
        .path("nodes")
        .forEach(node ->
            table.row(
                HubTables.text(node, "node"),
                waveName(rollout, node.path("wave").asInt()),
                HubTables.text(node, "standing"),
                HubTables.time(node, "since"),
                HubTables.text(node, "reason")));
    String message = HubTables.text(rollout, "message");
    String head =
        "%s at %s: %s, wave %s%s"
            .formatted(
                HubTables.text(rollout, "name"),
                HubTables.revision(rollout, "revision"),
                HubTables.text(rollout, "phase"),
                wave(rollout),
                message.isEmpty() ? "" : ": " + message);
    return HubTexts.printable(head) + "\n\n" + table.text(width);
  }

  private static String wave(JsonNode rollout) {
    int wave = rollout.path("wave").asInt();
    return "%d/%d %s".formatted(wave, rollout.path("waves").size(), name(rollout, wave));
  }

  private static String waveName(JsonNode rollout, int wave) {
    return wave + " " + name(rollout, wave);
  }

  private static String name(JsonNode rollout, int wave) {
    return rollout.path("waves").path(wave - 1).asText("");
  }
}
