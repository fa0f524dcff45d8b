package io.meshinfra.policy.sudoers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A line as sudo sees it: continued lines joined, comments gone. A comment ends with its line, even
 * behind a backslash, so that nothing can hide in it.
 *
 * @param number of the first line of the file that it is made of, from 1
 */
record LogicalLine(int number, String text) {
  private static final Pattern INCLUDE = Pattern.compile("\\s*#include(dir)?\\s.*");

  /** All that say something. */
  static List<LogicalLine> of(String file) {
    List<LogicalLine> lines = new ArrayList<>();
    StringBuilder joined = new StringBuilder();
    int begin = 1;
    int number = 0;
    for (String line : file.split("\r?\n", -1)) {
      number++;
      if (joined.isEmpty()) {
        begin = number;
      }
      boolean include = joined.isEmpty() && INCLUDE.matcher(line).matches();
      String plain = include ? line : withoutComment(line);
      boolean whole = plain.length() == line.length();
      String end = plain.stripTrailing();
      if (whole && isContinued(end)) {
        joined.append(end, 0, end.length() - 1);
        continue;
      }
      add(lines, begin, joined.append(plain).toString());
      joined.setLength(0);
    }
    add(lines, begin, joined.toString());
    return lines;
  }

  private static void add(List<LogicalLine> lines, int number, String text) {
    if (!text.isBlank()) {
      lines.add(new LogicalLine(number, text.strip()));
    }
  }

  /** An odd number of backslashes at the end; an even one is a text of backslashes. */
  private static boolean isContinued(String line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  /** A hash begins a comment, unless it is the number of a user. */
  private static String withoutComment(String line) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '#' && !quoted && !isNumber(line, i + 1)) {
        return line.substring(0, i);
      }
    }
    return line;
  }

  private static boolean isNumber(String line, int at) {
    int digit = line.startsWith("-", at) ? at + 1 : at;
    return digit < line.length() && Character.isDigit(line.charAt(digit));
  }
}
