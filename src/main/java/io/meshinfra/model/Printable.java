package io.meshinfra.model;

/** Makes hostile text safe to show on one line of a terminal, a log or a message. */
public final class Printable {
  private static final int LONGEST = 120;

  private Printable() {}

  /** The text in double quotes, control characters escaped, cut after 120 characters. */
  public static String quote(String text) {
    return '"' + line(text).replace("\"", "\\\"") + '"';
  }

  /** The text on one line: control, bidirectional and line-separator characters become escapes. */
  public static String line(String text) {
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return escape(shown, false);
  }

  /** Like {@link #line} for several lines: newlines and tabs stay, nothing is cut. */
  public static String block(String text) {
    return escape(text, true);
  }

  private static String escape(String text, boolean keepLines) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (keepLines && (c == '\n' || c == '\t')) {
            out.appendCodePoint(c);
          } else if (isHostile(c)) {
            out.append(c == '\n' ? "\\n" : String.format("\\u%04x", c));
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  private static boolean isHostile(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
