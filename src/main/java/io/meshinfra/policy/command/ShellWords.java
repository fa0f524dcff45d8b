package io.meshinfra.policy.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts shell text into simple commands and these into words, quotes removed. Reads as much of the
 * shell as is needed to find commands: what it does not know it takes for words.
 */
final class ShellWords {
  private static final String ENDS = ";&|(){}\n";
  private static final String REDIRECTIONS = "<>";

  /** Substitutions in substitutions; deeper ones are none that people write. */
  private static final int DEEPEST = 16;

  private final String text;
  private final int depth;
  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private ShellWords(String text, int depth) {
    this.text = text;
    this.depth = depth;
  }

  /** One list of words for each simple command; those in substitutions come of their own. */
  static List<List<String>> of(String text) {
    return of(text, 0);
  }

  private static List<List<String>> of(String text, int depth) {
    ShellWords words = new ShellWords(text, depth);
    words.read();
    return words.commands;
  }

  private void read() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\'') {
        quoted();
      } else if (c == '"') {
        doubleQuoted();
      } else if (c == '\\') {
        escaped();
      } else if (isSubstitution(c)) {
        substitution(c);
      } else if (c == '#' && !inWord) {
        comment();
      } else if (ENDS.indexOf(c) >= 0) {
        endCommand();
      } else if (Character.isWhitespace(c)) {
        endWord();
      } else if (REDIRECTIONS.indexOf(c) >= 0) {
        redirection(c);
      } else {
        add(c);
      }
    }
    endCommand();
  }

  private void add(char c) {
    inWord = true;
    word.append(c);
  }

  private void quoted() {
    int close = text.indexOf('\'', at);
    int end = close < 0 ? text.length() : close;
    inWord = true;
    word.append(text, at, end);
    at = Math.min(end + 1, text.length());
  }

  private void doubleQuoted() {
    inWord = true;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c == '\\') {
        escaped();
      } else if (isSubstitution(c)) {
        substitution(c);
      } else {
        add(c);
      }
    }
    at = Math.min(at + 1, text.length());
  }

  /** A backslash before a newline joins lines. */
  private void escaped() {
    if (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '\n') {
        add(c);
      }
    }
  }

  private boolean isSubstitution(char c) {
    boolean looksLikeOne = c == '`' || c == '$' && at < text.length() && text.charAt(at) == '(';
    return looksLikeOne && depth < DEEPEST;
  }

  /** Its commands are commands of their own; what they print is not known. */
  private void substitution(char c) {
    int begin = c == '`' ? at : at + 1;
    int end = c == '`' ? text.indexOf('`', begin) : closing(begin);
    int close = end < 0 ? text.length() : end;
    commands.addAll(of(text.substring(begin, close), depth + 1));
    at = Math.min(close + 1, text.length());
    add('$');
  }

  private int closing(int begin) {
    int depth = 1;
    for (int i = begin; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '(' -> depth++;
        case ')' -> {
          if (--depth == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  private void comment() {
    int newline = text.indexOf('\n', at);
    at = newline < 0 ? text.length() : newline;
  }

  /** {@code >}, {@code >>} and {@code <} are words of their own. */
  private void redirection(char c) {
    endWord();
    add(c);
    while (at < text.length() && REDIRECTIONS.indexOf(text.charAt(at)) >= 0) {
      add(text.charAt(at++));
    }
    endWord();
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word = new StringBuilder();
      inWord = false;
    }
  }

  private void endCommand() {
    endWord();
    if (!words.isEmpty()) {
      commands.add(words);
      words = new ArrayList<>();
    }
  }
}
