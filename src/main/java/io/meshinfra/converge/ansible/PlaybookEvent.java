package io.meshinfra.converge.ansible;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** One line of our callback plugin. All text in it may come from a node and is hostile. */
sealed interface PlaybookEvent {

  /** A play begins. */
  record Play(String name) implements PlaybookEvent {}

  /** The play before this has no host for us. */
  record NoHosts() implements PlaybookEvent {}

  /**
   * A task begins.
   *
   * @param facts whether it only gathers facts
   */
  record Task(String name, boolean facts) implements PlaybookEvent {}

  /**
   * A task ended on a host.
   *
   * @param message why, for those that did not go well
   * @param diff what it changes, empty when it may not be shown
   */
  record Result(Status status, String task, boolean changed, String message, String diff)
      implements PlaybookEvent {}

  /** The playbook came to its end. */
  record End() implements PlaybookEvent {}

  /** How a task can end on a host. */
  enum Status {
    OK,
    CHANGED,
    FAILED,
    /** Failed, and the playbook says that this is fine. */
    IGNORED,
    SKIPPED,
    UNREACHABLE
  }

  /** The event of a line; empty for all that others print. */
  static Optional<PlaybookEvent> read(String line, String mark, ObjectMapper json) {
    if (!line.startsWith(mark + " ")) {
      return Optional.empty();
    }
    try {
      JsonNode node = json.readTree(line.substring(mark.length() + 1));
      return switch (text(node, "event")) {
        case "play" -> Optional.of(new Play(text(node, "name")));
        case "no-hosts" -> Optional.of(new NoHosts());
        case "task" -> Optional.of(new Task(text(node, "name"), node.path("facts").asBoolean()));
        case "result" -> status(text(node, "status")).map(status -> result(status, node));
        case "end" -> Optional.of(new End());
        default -> Optional.empty();
      };
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static PlaybookEvent result(Status status, JsonNode node) {
    return new Result(
        status,
        text(node, "task"),
        node.path("changed").asBoolean(),
        text(node, "message"),
        text(node, "diff"));
  }

  private static Optional<Status> status(String word) {
    return Arrays.stream(Status.values())
        .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }
}
