package io.meshinfra.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * Text as the journal keeps it: bounded, without NUL and without halves of characters, which
 * PostgreSQL refuses. Text of a node is hostile, and must never make a record impossible.
 */
final class Bounded {
  /** Enough to understand a failed step; a node cannot fill the disk with one run. */
  static final int TEXT = 64 * 1024;

  /** A plan of some thousand steps. */
  static final int PLAN = 256 * 1024;

  static final int COMMENT = 512 * 1024;

  /** The whole report of a pull request. */
  static final int REPORT = 8 * 1024 * 1024;

  private static final int PART = 512 * 1024;
  static final int LINE = 1024;
  static final int WORD = 64;

  private static final String CUT = "\n[cut here]";

  private Bounded() {}

  static String text(String text) {
    return cut(text, TEXT, CUT);
  }

  static String plan(String text) {
    return cut(text, PLAN, CUT);
  }

  /** The comment of a forge that takes the longest ones is shorter. */
  static String comment(String text) {
    return cut(text, COMMENT, CUT);
  }

  /** A text of any use, in parts that a row can hold. */
  static List<String> parts(String text) {
    String bounded = cut(text, REPORT, CUT);
    List<String> parts = new ArrayList<>();
    for (int at = 0; at < bounded.length(); at += PART) {
      parts.add(bounded.substring(at, Math.min(bounded.length(), at + PART)));
    }
    return parts;
  }

  static String line(String text) {
    return cut(text, LINE, "...");
  }

  static String word(String text) {
    return cut(text, WORD, "");
  }

  private static String cut(String text, int most, String mark) {
    return text.length() <= most
        ? clean(text)
        : clean(text.substring(0, most - mark.length())) + mark;
  }

  private static String clean(String text) {
    if (text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c))) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().filter(c -> c != 0).forEach(c -> out.appendCodePoint(isHalf(c) ? 0xFFFD : c));
    return out.toString();
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
