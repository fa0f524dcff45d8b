package io.meshinfra.policy.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads patterns with {@code *}, {@code ?} and brackets, in the dialects that are needed here. */
public final class Glob {
  private static final Letters IN_NAME = Letters.but("/");

  private final String pattern;
  private final Dialect dialect;
  private int at;

  /** What the signs of a pattern mean. */
  private enum Dialect {
    /** {@code *} and {@code ?} stop at a slash, {@code **} does not; {@code {a,b}} is a choice. */
    PATH,
    /** {@code *} is any text at all; {@code {a,b}} is a choice. */
    TEXT,
    /** {@code fnmatch} with {@code FNM_PATHNAME}: nothing but a slash matches a slash. */
    FNMATCH_PATH,
    /** {@code fnmatch} without flags: {@code *} matches blanks and slashes too. */
    FNMATCH
  }

  private Glob(String pattern, Dialect dialect) {
    this.pattern = pattern;
    this.dialect = dialect;
  }

  /**
   * A pattern over paths: {@code /etc/ssh/*.conf}, {@code /etc/ssh/**} (the folder and everything
   * below it), {@code **}{@code /authorized_keys}.
   */
  public static Language path(String pattern) {
    String folder = pattern.endsWith("/") ? pattern + "**" : pattern;
    if (folder.endsWith("/**") && folder.length() > 3) {
      List<Part> parts = parts(folder.substring(0, folder.length() - 3), Dialect.PATH);
      List<Part> below = List.of(new Part.One(Letters.of('/')), Part.ANYTHING);
      parts.add(new Part.Either(List.of(List.of(), below)));
      return Language.of(parts);
    }
    return Language.of(parts(folder, Dialect.PATH));
  }

  /** A pattern over a line of text, in which {@code *} is any text at all. */
  public static Language text(String pattern) {
    return Language.of(textParts(pattern));
  }

  public static List<Part> textParts(String pattern) {
    return parts(pattern, Dialect.TEXT);
  }

  /** As sudo matches the path of a command. */
  public static List<Part> fnmatchPath(String pattern) {
    return parts(pattern, Dialect.FNMATCH_PATH);
  }

  /** As sudo matches the arguments of a command, joined by blanks. */
  public static List<Part> fnmatch(String pattern) {
    return parts(pattern, Dialect.FNMATCH);
  }

  /** Exactly this text. */
  public static List<Part> literal(String text) {
    List<Part> parts = new ArrayList<>();
    for (char letter : text.toCharArray()) {
      parts.add(new Part.One(Letters.of(letter)));
    }
    return parts;
  }

  private static List<Part> parts(String pattern, Dialect dialect) {
    Glob glob = new Glob(pattern, dialect);
    List<Part> parts = new ArrayList<>();
    while (glob.at < pattern.length()) {
      parts.addAll(glob.sequence(false));
      if (glob.at < pattern.length()) {
        // A comma or a brace that belongs to no choice.
        parts.add(new Part.One(Letters.of(pattern.charAt(glob.at++))));
      }
    }
    return parts;
  }

  /** Up to the end, or inside of a choice up to its next comma or its brace. */
  private List<Part> sequence(boolean inside) {
    List<Part> parts = new ArrayList<>();
    while (at < pattern.length()) {
      char sign = pattern.charAt(at);
      if (inside && (sign == ',' || sign == '}')) {
        return parts;
      }
      switch (sign) {
        case '*' -> star(parts);
        case '?' -> {
          at++;
          parts.add(new Part.One(stopsAtSlash() ? IN_NAME : Letters.ANY));
        }
        case '[' -> bracket(parts);
        case '{' -> choice(parts);
        case '\\' -> {
          at += at + 1 < pattern.length() ? 1 : 0;
          letter(parts);
        }
        default -> letter(parts);
      }
    }
    return parts;
  }

  private boolean stopsAtSlash() {
    return dialect == Dialect.PATH || dialect == Dialect.FNMATCH_PATH;
  }

  private void letter(List<Part> parts) {
    parts.add(new Part.One(Letters.of(pattern.charAt(at++))));
  }

  private void star(List<Part> parts) {
    int begin = at;
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    boolean all = dialect == Dialect.PATH ? at - begin > 1 : !stopsAtSlash();
    parts.add(new Part.Many(all ? Letters.ANY : IN_NAME));
  }

  private void bracket(List<Part> parts) {
    Optional<Bracket> bracket = Bracket.at(pattern, at);
    if (bracket.isEmpty()) {
      letter(parts);
      return;
    }
    Letters letters = bracket.get().letters();
    at = bracket.get().end();
    parts.add(new Part.One(stopsAtSlash() ? letters.without('/') : letters));
  }

  private void choice(List<Part> parts) {
    boolean choices = dialect == Dialect.PATH || dialect == Dialect.TEXT;
    int close = choices ? closing() : -1;
    if (close < 0) {
      letter(parts);
      return;
    }
    List<List<Part>> ways = new ArrayList<>();
    do {
      at++;
      ways.add(sequence(true));
    } while (at < pattern.length() && pattern.charAt(at) == ',');
    at++;
    parts.add(new Part.Either(ways));
  }

  /** Index of the brace that closes the one here, or -1. */
  private int closing() {
    int depth = 0;
    for (int i = at; i < pattern.length(); i++) {
      switch (pattern.charAt(i)) {
        case '\\' -> i++;
        case '{' -> depth++;
        case '}' -> {
          if (--depth == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
    return -1;
  }
}
