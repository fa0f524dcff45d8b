package io.meshinfra.desired.schema;

import java.util.Collection;
import java.util.Map;

/** Writes maps, lists and scalars as JSON with two spaces of indentation, in the order given. */
final class Json {
  private final StringBuilder out = new StringBuilder();

  private Json() {}

  static String of(Object value) {
    Json json = new Json();
    json.write(value, "\n");
    return json.out.append('\n').toString();
  }

  private void write(Object value, String indent) {
    switch (value) {
      case Map<?, ?> map -> {
        String inner = indent + "  ";
        String separator = "{";
        for (var entry : map.entrySet()) {
          out.append(separator).append(inner);
          text(entry.getKey().toString());
          out.append(": ");
          write(entry.getValue(), inner);
          separator = ",";
        }
        out.append(map.isEmpty() ? "{}" : indent + "}");
      }
      case Collection<?> items -> {
        String inner = indent + "  ";
        String separator = "[";
        for (Object item : items) {
          out.append(separator).append(inner);
          write(item, inner);
          separator = ",";
        }
        out.append(items.isEmpty() ? "[]" : indent + "]");
      }
      case Number number -> out.append(number);
      case Boolean yes -> out.append(yes);
      default -> text(value.toString());
    }
  }

  private void text(String text) {
    out.append('"');
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> out.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
    }
    out.append('"');
  }
}
