package io.meshinfra.forge.little;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a forge publishes about its API, and what that forbids. */
final class Description {
  private final OpenApiInteractionValidator validator;
  private final JsonNode api;

  /**
   * @param file below {@code src/test/resources/forge}
   */
  Description(String file) {
    String text = Text.resource(file);
    api = Text.yaml(text);
    validator =
        OpenApiInteractionValidator.createForInlineApiSpecification(text)
            .withLevelResolver(
                LevelResolver.create()
                    .withLevel(
                        "validation.request.parameter.query.unexpected",
                        ValidationReport.Level.ERROR)
                    .build())
            .build();
  }

  /** What the description forbids of a request. */
  List<String> against(Exchanged.Request request) {
    SimpleRequest.Builder asked = new SimpleRequest.Builder(request.method(), request.path());
    request.query().forEach((name, values) -> asked.withQueryParam(name, values));
    request.headers().forEach((name, values) -> asked.withHeader(name, values));
    if (!request.body().isEmpty()) {
      asked.withBody(request.body());
    }
    return told("the request", request, validator.validateRequest(asked.build()).getMessages());
  }

  /** What the description forbids of an answer. */
  List<String> against(Exchanged.Request request, Exchanged.Response response) {
    SimpleResponse.Builder given = SimpleResponse.Builder.status(response.status());
    response.headers().forEach((name, value) -> given.withHeader(name, value));
    if (!response.body().isEmpty()) {
      given.withBody(response.body());
    }
    ValidationReport report =
        validator.validateResponse(request.path(), Method.valueOf(request.method()), given.build());
    return told(
        "the answer",
        request,
        report.getMessages().stream()
            .filter(message -> !isUnnamedFailure(response, message))
            .toList());
  }

  /** Not every operation that can fail is described as one that does. */
  private static boolean isUnnamedFailure(
      Exchanged.Response response, ValidationReport.Message message) {
    return response.status() >= 400
        && message.getKey().equals("validation.response.status.unknown");
  }

  private static List<String> told(
      String what, Exchanged.Request request, List<ValidationReport.Message> messages) {
    return messages.stream()
        .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
        .map(message -> what + " " + request.method() + " " + request.path() + ": " + message)
        .toList();
  }

  /** The least that a schema takes: all that it requires, with anything in it. */
  ObjectNode least(String schema) {
    return object(api.at("/components/schemas/" + schema));
  }

  private JsonNode least(JsonNode schema) {
    if (schema.has("$ref")) {
      return least(api.at(schema.get("$ref").textValue().substring(1)));
    }
    for (String choice : List.of("oneOf", "anyOf", "allOf")) {
      if (schema.has(choice)) {
        return least(schema.get(choice).get(0));
      }
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(0);
    }
    if (schema.path("nullable").asBoolean()) {
      return Text.json("null");
    }
    return switch (schema.path("type").asText("object")) {
      case "integer", "number" -> Text.json("1");
      case "boolean" -> Text.json("false");
      case "array" -> Text.json("[]");
      case "string" -> Text.json('"' + string(schema.path("format").asText()) + '"');
      default -> object(schema);
    };
  }

  private static String string(String format) {
    return switch (format) {
      case "uri" -> "https://forge.example/x";
      case "date-time" -> "2026-01-02T03:04:05Z";
      case "email" -> "somebody@forge.example";
      default -> "x";
    };
  }

  private ObjectNode object(JsonNode schema) {
    ObjectNode object = Text.object();
    if (schema.path("required") instanceof ArrayNode required) {
      required.forEach(name ->
          object.set(name.textValue(), least(schema.path("properties").path(name.textValue()))));
    }
    return object;
  }
}
