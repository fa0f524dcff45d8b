package io.meshinfra.expression;

import io.meshinfra.desired.bind.Suggestion;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the library's complaint into words that help.
 *
 * @param known what an expression can speak of
 */
record Complaint(Set<String> known) {
  private static final Pattern UNDECLARED =
      Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");
  private static final Pattern NO_OVERLOAD =
      Pattern.compile(
          "found no matching overload for '(.*?)' applied to '(.*?)' \\(candidates: (.*)\\)",
          Pattern.DOTALL);
  private static final Pattern OPERATOR = Pattern.compile("_(.+)_");

  Complaint {
    known = Set.copyOf(known);
  }

  /**
   * @param column counted from 0
   */
  String of(String message, String text, int line, int column) {
    Matcher undeclared = UNDECLARED.matcher(message);
    if (undeclared.matches()) {
      String name = name(text, line, column, undeclared.group(1));
      return "there is no %s here%s".formatted(name, Suggestion.of(name, known));
    }
    Matcher overload = NO_OVERLOAD.matcher(message);
    if (overload.matches()) {
      return overload(overload.group(1), overload.group(2), overload.group(3));
    }
    if (message.startsWith("expected type 'bool' but found")) {
      return "an expression says yes or no: " + message.replace("type ", "");
    }
    if (message.matches("(?s)(mismatched|extraneous) input '<EOF>'.*")) {
      return "the expression ends too early";
    }
    return message.replaceFirst("(?s) expecting \\{.*", " is not expected here");
  }

  private static String overload(String function, String given, String wanted) {
    Matcher operator = OPERATOR.matcher(function);
    return operator.matches()
        ? operator.group(1)
            + " does not go with "
            + given.replaceAll("[()]", "").replace(", ", " and ")
        : "%s is for %s, not for %s".formatted(function, wanted, given);
  }

  /** The whole of {@code change.knid}, of which the library names the first half only. */
  private static String name(String text, int line, int column, String otherwise) {
    String[] lines = text.split("\n", -1);
    if (line > lines.length || column >= lines[line - 1].length()) {
      return otherwise;
    }
    String there = lines[line - 1];
    Matcher name = NAME.matcher(there).region(column, there.length());
    if (name.lookingAt()) {
      return name.group();
    }
    return otherwise;
  }
}
