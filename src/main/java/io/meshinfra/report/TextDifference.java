package io.meshinfra.report;

/** Two texts that are no files of a node, beside each other as {@code diff -u} does. */
public final class TextDifference {
  private TextDifference() {}

  /**
   * @param was what the first text is called
   * @param is what the second one is called
   * @return lines, bounded; empty when the texts are equal
   */
  public static String of(String was, String before, String is, String after) {
    return before.equals(after)
        ? ""
        : String.join("\n", UnifiedDiff.of(was, before, is, after)) + "\n";
  }
}
