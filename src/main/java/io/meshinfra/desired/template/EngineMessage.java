package io.meshinfra.desired.template;

import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.interpret.UnknownTokenException;
import io.meshinfra.model.Printable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the engine's complaint into the words of people. */
final class EngineMessage {
  private static final String TOO_LARGE =
      "the template grows too large: texts have at most %d characters, lists 10000 items"
          .formatted(Templates.LARGEST_OUTPUT);
  private static final Pattern FILTER = Pattern.compile("\\|\\s*([A-Za-z_][A-Za-z0-9_]*)");

  private EngineMessage() {}

  static String of(TemplateError error) {
    String field = error.getFieldName() == null ? "" : error.getFieldName();
    String message = error.getMessage() == null ? "" : error.getMessage();
    if (error.getException() instanceof UnknownTokenException unknown) {
      return unknown(unknown.getToken().strip());
    }
    return switch (error.getReason()) {
      case DISABLED ->
          "%s is not available in templates"
              .formatted(Printable.quote(field.isEmpty() ? message : field));
      case OUTPUT_TOO_BIG, COLLECTION_TOO_BIG -> TOO_LARGE;
      default ->
          message.contains("TooBigException") ? TOO_LARGE : Printable.line(firstLine(message));
    };
  }

  private static String unknown(String expression) {
    Matcher filter = FILTER.matcher(expression);
    while (filter.find()) {
      if (!Engine.isFilter(filter.group(1))) {
        return "there is no filter " + Printable.quote(filter.group(1));
      }
    }
    return "%s is not defined, or is none".formatted(Printable.quote(expression));
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return (end < 0 ? message : message.substring(0, end)).strip();
  }
}
