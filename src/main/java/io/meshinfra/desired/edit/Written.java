package io.meshinfra.desired.edit;

import io.meshinfra.desired.yaml.Marked;
import io.meshinfra.resource.SpecValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes values as YAML on one line, with quotes where YAML would take them for something else. */
final class Written {
  /** Longer ones, and those with other characters, are put in quotes although some need none. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/_][A-Za-z0-9/_.@+=~-]*( [A-Za-z0-9/_.@+=~-]+)*");

  private static final Set<String> MORE_THAN_LETTERS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private Written() {}

  /** Whether YAML 1.1 and 1.2 both read it as this text when it has no quotes. */
  static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches()
        && !MORE_THAN_LETTERS.contains(text.toLowerCase(Locale.ROOT));
  }

  /** A text, in the style of the one it replaces where that can hold it. */
  static String text(String text, Marked.Style like) {
    return switch (like) {
      case PLAIN -> isPlain(text) ? text : quoted(text);
      case SINGLE -> isPrintable(text) ? "'" + text.replace("'", "''") + "'" : quoted(text);
      case DOUBLE, LITERAL, FOLDED -> quoted(text);
    };
  }

  /** A value for a key or item that is new. */
  static String fresh(SpecValue value) {
    return switch (value) {
      case SpecValue.Text text -> text(text.text(), Marked.Style.PLAIN);
      case SpecValue.Flag flag -> Boolean.toString(flag.yes());
      case SpecValue.Number number -> Long.toString(number.number());
      case SpecValue.Words words ->
          "["
              + String.join(
                  ", ", words.added().stream().map(w -> text(w, Marked.Style.PLAIN)).toList())
              + "]";
      case SpecValue.Settings settings -> {
        List<String> fields = new ArrayList<>();
        settings
            .settings()
            .forEach((name, text) ->
                text.ifPresent(
                    given -> fields.add(text(name, Marked.Style.PLAIN) + ": " + quoted(given))));
        yield "{" + String.join(", ", fields) + "}";
      }
      case SpecValue.Nothing nothing ->
          throw new IllegalArgumentException("what is left out is not written");
    };
  }

  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints().forEach(c -> append(c, out));
    return out.append('"').toString();
  }

  private static void append(int c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else if (c <= 0xFF) {
          out.append("\\x%02x".formatted(c));
        } else if (c <= 0xFFFF) {
          out.append("\\u%04x".formatted(c));
        } else {
          out.append("\\U%08x".formatted(c));
        }
      }
    }
  }

  static boolean isPrintable(String text) {
    return text.codePoints().allMatch(Written::isPrintable);
  }

  /** Also those that a person who reads the change can see. */
  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
