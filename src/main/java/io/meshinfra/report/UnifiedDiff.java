package io.meshinfra.report;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;

/** The difference of two texts as people know it from {@code diff -u}. */
final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /** More lines than this help nobody; the rest is counted. */
  private static final int LONGEST = 200;

  /**
   * Lines that may differ, on both sides together. The search costs their number squared: with four
   * thousand some tenths of a second, with sixty thousand minutes.
   */
  private static final int MOST_CHANGED = 4000;

  private UnifiedDiff() {}

  static List<String> of(String from, String to) {
    return of("on the node", from, "in git", to);
  }

  /**
   * @param was what the first text is called
   * @param is what the second one is called
   */
  static List<String> of(String was, String from, String is, String to) {
    List<String> before = lines(from);
    List<String> after = lines(to);
    int changed = changed(before, after);
    if (changed > MOST_CHANGED) {
      return List.of("%d lines differ: too different to show line by line".formatted(changed));
    }
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            was, is, before, DiffUtils.diff(before, after), CONTEXT);
    List<String> shown = new ArrayList<>();
    for (String line : diff.subList(0, Math.min(diff.size(), LONGEST))) {
      shown.add(Printable.block(line));
    }
    if (diff.size() > LONGEST) {
      shown.add("... %d more lines".formatted(diff.size() - LONGEST));
    }
    return shown;
  }

  /** Lines between the common beginning and the common end: no diff has more. */
  private static int changed(List<String> before, List<String> after) {
    int shorter = Math.min(before.size(), after.size());
    int begin = 0;
    while (begin < shorter && before.get(begin).equals(after.get(begin))) {
      begin++;
    }
    int end = 0;
    while (end < shorter - begin
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    return before.size() + after.size() - 2 * (begin + end);
  }

  /** Lines without their ends; a missing newline at the end of the text is a line of its own. */
  private static List<String> lines(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    } else {
      lines.add("\\ No newline at end of file");
    }
    return lines;
  }
}
