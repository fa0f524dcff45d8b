package io.meshinfra.report.review;

import io.meshinfra.report.markdown.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Paragraphs up to a length, with room kept for a last word about what did not fit. */
final class Sheet {
  private static final int BETWEEN = 2;

  private final int longest;
  private final List<Markdown> paragraphs = new ArrayList<>();
  private int length;
  private int left;

  /**
   * @param reserve what {@link #closed} may need
   */
  Sheet(int longest, int reserve) {
    this.longest = longest - reserve;
  }

  /** Adds the paragraph if there is room; tells whether there was. */
  boolean add(Markdown paragraph) {
    if (paragraph.isEmpty()) {
      return true;
    }
    if (length + BETWEEN + paragraph.length() > longest) {
      left++;
      return false;
    }
    paragraphs.add(paragraph);
    length += BETWEEN + paragraph.length();
    return true;
  }

  /** Adds as many of the lines as fit into a share of the room, then how many did not. */
  void addLines(Markdown head, List<Markdown> lines, int percent, IntFunction<Markdown> rest) {
    if (lines.isEmpty()) {
      return;
    }
    int room = (int) ((long) longest * percent / 100);
    List<Markdown> fitting = new ArrayList<>(head.isEmpty() ? List.of() : List.of(head));
    int used = head.length();
    int at = 0;
    int last = rest.apply(lines.size()).length() + BETWEEN;
    while (at < lines.size() && fits(used + lines.get(at).length() + 1 + last, room)) {
      used += lines.get(at).length() + 1;
      fitting.add(lines.get(at++));
    }
    if (at < lines.size()) {
      left += lines.size() - at;
      fitting.add(rest.apply(lines.size() - at));
    }
    add(Markdown.join("\n", fitting));
  }

  private boolean fits(int more, int room) {
    return more <= room && length + BETWEEN + more <= longest;
  }

  /** All of it; the last word comes only when something did not fit. */
  Markdown closed(Markdown lastWord) {
    List<Markdown> all = new ArrayList<>(paragraphs);
    if (left > 0) {
      all.add(lastWord);
    }
    return Markdown.join("\n\n", all);
  }
}
