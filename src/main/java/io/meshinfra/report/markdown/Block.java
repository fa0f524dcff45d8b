package io.meshinfra.report.markdown;

import io.meshinfra.model.Printable;

/** A fenced code block whose fence is longer than every run of backticks in it. */
final class Block {
  private static final int SHORTEST_FENCE = 3;

  /** Longer lines are no text that people read, and a single one would fill the comment. */
  private static final int LONGEST_LINE = 500;

  private Block() {}

  static String of(String language, String lines) {
    StringBuilder body = new StringBuilder(lines.length() + 16);
    lines.lines().map(Block::cut).forEach(line -> body.append(line).append('\n'));
    String fence = "`".repeat(Math.max(SHORTEST_FENCE, Inline.longestRun(body) + 1));
    return fence + language + "\n" + body + fence;
  }

  private static String cut(String line) {
    String shown =
        line.length() <= LONGEST_LINE
            ? line
            : line.substring(0, LONGEST_LINE)
                + "... (%d more characters)".formatted(line.length() - LONGEST_LINE);
    return Printable.block(shown);
  }
}
