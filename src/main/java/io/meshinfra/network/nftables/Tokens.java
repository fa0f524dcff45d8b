package io.meshinfra.network.nftables;

import io.meshinfra.model.Printable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pieces of a ruleset, one after the other; whatever is no piece that we write is refused. */
final class Tokens {
  private static final Pattern PIECE =
      Pattern.compile(
          "[ \\t]+|(?<text>\"[A-Za-z0-9._-]*\")|(?<word>[A-Za-z0-9][A-Za-z0-9._:/-]*)"
              + "|(?<sign>!=|[{},;@])");

  private final Deque<Token> left = new ArrayDeque<>();
  private int line = 1;

  Tokens(String text) throws NotUnderstood {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("#")) {
        left.addAll(line(lines.get(i), i + 1));
      }
    }
  }

  /** The text says something that we never write. */
  static final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1;

    NotUnderstood(int line, String message) {
      super("line " + line + ": " + message);
    }
  }

  private static List<Token> line(String text, int number) throws NotUnderstood {
    List<Token> tokens = new ArrayList<>();
    Matcher piece = PIECE.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!piece.region(at, text.length()).lookingAt()) {
        throw new NotUnderstood(number, Printable.quote(text.substring(at)) + " is not understood");
      }
      if (piece.group("text") != null) {
        String quoted = piece.group("text");
        tokens.add(new Token(Token.Kind.TEXT, quoted.substring(1, quoted.length() - 1), number));
      } else if (piece.group("word") != null) {
        tokens.add(new Token(Token.Kind.WORD, piece.group("word"), number));
      } else if (piece.group("sign") != null) {
        tokens.add(new Token(Token.Kind.SIGN, piece.group("sign"), number));
      }
      at = piece.end();
    }
    if (!tokens.isEmpty()) {
      tokens.add(new Token(Token.Kind.END, "\n", number));
    }
    return tokens;
  }

  int line() {
    return line;
  }

  boolean isEmpty() {
    return left.isEmpty();
  }

  /** Whether the next piece is that; it is taken then. */
  boolean take(String sign) {
    if (!left.isEmpty() && left.peek().is(sign)) {
      line = left.poll().line();
      return true;
    }
    return false;
  }

  void need(String... words) throws NotUnderstood {
    for (String word : words) {
      if (!take(word)) {
        throw refused("expected " + (word.equals("\n") ? "the end of the line" : word));
      }
    }
  }

  String word() throws NotUnderstood {
    return next(Token.Kind.WORD, "a word");
  }

  String text() throws NotUnderstood {
    return next(Token.Kind.TEXT, "a text in quotes");
  }

  /** One item, or several in braces. */
  List<String> items(boolean quoted) throws NotUnderstood {
    List<String> items = new ArrayList<>();
    if (!take("{")) {
      items.add(quoted ? text() : word());
      return items;
    }
    do {
      items.add(quoted ? text() : word());
    } while (take(","));
    need("}");
    return items;
  }

  private String next(Token.Kind kind, String what) throws NotUnderstood {
    if (left.isEmpty() || left.peek().kind() != kind) {
      throw refused("expected " + what);
    }
    Token token = left.poll();
    line = token.line();
    return token.text();
  }

  NotUnderstood refused(String message) {
    String found = left.isEmpty() ? "the end of the file" : left.peek().toString();
    return new NotUnderstood(
        left.isEmpty() ? line : left.peek().line(), message + ", found " + found);
  }
}
