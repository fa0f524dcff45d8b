package io.meshinfra.policy.sudoers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one logical line from left to right. */
final class Scanner {
  private final String text;
  private int at;

  Scanner(String text) {
    this.text = text;
  }

  /** The line is no sudoers; the message says what was expected. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  boolean isAtEnd() {
    blanks();
    return at >= text.length();
  }

  void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** Takes the sign when it comes next, blanks left out. */
  boolean takes(char sign) {
    blanks();
    if (at < text.length() && text.charAt(at) == sign) {
      at++;
      return true;
    }
    return false;
  }

  void expect(char sign) throws Unreadable {
    if (!takes(sign)) {
      throw new Unreadable(
          "expected " + sign + (isAtEnd() ? " before the end" : " before " + rest()));
    }
  }

  String rest() {
    return text.substring(at).strip();
  }

  /** What the pattern matches here, taken. */
  Optional<Matcher> taken(Pattern pattern) {
    blanks();
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    at = matcher.end();
    return Optional.of(matcher);
  }

  /** Names with commas between them, each perhaps behind exclamation marks, which stay. */
  List<String> names(String ends) throws Unreadable {
    List<String> names = new ArrayList<>();
    do {
      names.add(name(ends));
    } while (takes(','));
    return names;
  }

  private String name(String ends) throws Unreadable {
    StringBuilder name = new StringBuilder();
    while (takes('!')) {
      name.append('!');
    }
    blanks();
    boolean quoted = false;
    int begin = name.length();
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && at + 1 < text.length()) {
        name.append(text.charAt(++at));
      } else if (!quoted && (Character.isWhitespace(c) || ends.indexOf(c) >= 0)) {
        break;
      } else {
        name.append(c);
      }
    }
    if (name.length() == begin) {
      throw new Unreadable(
          "expected a name" + (isAtEnd() ? " before the end" : " before " + rest()));
    }
    return name.toString();
  }

  /** Up to a comma or colon that is not escaped; escapes stay as they are. */
  String command() {
    blanks();
    int begin = at;
    while (at < text.length() && ",:".indexOf(text.charAt(at)) < 0) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at, text.length());
    return text.substring(begin, at).strip();
  }
}
