package io.meshinfra.forge.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.model.Printable;
import java.util.List;

/** What a forge says about what it did not do. */
final class Complaint {
  /** Where forges put it; the first that is there is told. */
  private static final List<String> FIELDS = List.of("message", "error_description", "error");

  private Complaint() {}

  /** On one line, printable and short; empty when it says nothing that can be shown. */
  static String of(Reply reply) {
    if (!reply.isJson()) {
      return "";
    }
    try {
      Json body = Json.of(reply.body());
      return Printable.line(text(body.node()) + details(body.node()));
    } catch (Json.NotUnderstood e) {
      return "";
    }
  }

  private static String text(JsonNode body) {
    return FIELDS.stream()
        .map(body::path)
        .filter(field -> !field.isMissingNode() && !field.isNull())
        .map(field -> field.isTextual() ? field.textValue() : field.toString())
        .findFirst()
        .orElse("");
  }

  /** GitHub's "Validation Failed" says nothing without them. */
  private static String details(JsonNode body) {
    JsonNode errors = body.path("errors");
    return errors.isArray() && !errors.isEmpty() ? " " + errors : "";
  }
}
