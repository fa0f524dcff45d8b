package io.meshinfra.desired.template;

import java.util.Optional;

/**
 * Refuses expressions that are too long or too deep before the engine parses them: its parser looks
 * ahead at every bracket, so that deep nesting takes for ever.
 */
final class ExpressionLimit {
  private static final int LONGEST = 4_000;
  private static final int DEEPEST = 20;
  private static final int DEEPEST_TAGS = 100;

  private ExpressionLimit() {}

  static Optional<Rendered.Mistake> check(String template) {
    int line = 1;
    int begin = -1;
    int depth = 0;
    int tags = 0;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      char next = i + 1 < template.length() ? template.charAt(i + 1) : ' ';
      if (c == '\n') {
        line++;
      } else if (begin < 0 && c == '{' && (next == '{' || next == '%')) {
        begin = i++;
        depth = 0;
        tags += next == '%' ? nesting(template, i + 1) : 0;
      } else if (begin >= 0 && (c == '}' || c == '%') && next == '}') {
        begin = -1;
        i++;
      } else if (begin >= 0) {
        depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      }
      if (depth > DEEPEST || tags > DEEPEST_TAGS || begin >= 0 && i - begin > LONGEST) {
        return Optional.of(
            new Rendered.Mistake(
                line,
                "an expression has at most %d characters and %d levels of brackets, tags %d levels"
                    .formatted(LONGEST, DEEPEST, DEEPEST_TAGS),
                false));
      }
    }
    return Optional.empty();
  }

  private static int nesting(String template, int at) {
    String tag =
        template.substring(at, Math.min(template.length(), at + 20)).replace("-", "").strip();
    if (tag.startsWith("end")) {
      return -1;
    }
    return tag.startsWith("if") || tag.startsWith("for") || tag.startsWith("macro") ? 1 : 0;
  }
}
