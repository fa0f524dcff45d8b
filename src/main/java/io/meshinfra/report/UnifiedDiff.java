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

  private UnifiedDiff() {}

  static List<String> of(String from, String to) {
    List<String> before = lines(from);
    List<String> after = lines(to);
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            "on the node", "in git", before, DiffUtils.diff(before, after), CONTEXT);
    List<String> shown = new ArrayList<>();
    for (String line : diff.subList(0, Math.min(diff.size(), LONGEST))) {
      shown.add(Printable.block(line));
    }
    if (diff.size() > LONGEST) {
      shown.add("... %d more lines".formatted(diff.size() - LONGEST));
    }
    return shown;
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
