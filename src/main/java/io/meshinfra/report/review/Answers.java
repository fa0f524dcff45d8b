package io.meshinfra.report.review;

import io.meshinfra.report.markdown.Markdown;
import java.util.Comparator;
import java.util.List;

/** What came of commands, one line each, as comments tell it. */
public final class Answers {
  private Answers() {}

  /** The newest first. */
  static List<Markdown> lines(List<Reply> replies) {
    return replies.stream()
        .sorted(Comparator.comparing(Reply::at).reversed())
        .map(Answers::line)
        .toList();
  }

  private static Markdown line(Reply reply) {
    return Markdown.of(
        "- {} by {}, {}: {}",
        Markdown.code(reply.command()),
        Markdown.code(reply.by()),
        Ages.at(reply.at()),
        reply.answer());
  }

  /** Those that a text does not tell. */
  static List<Markdown> notIn(String text, List<Reply> replies) {
    return lines(replies).stream().filter(line -> !tells(text, line)).toList();
  }

  /**
   * Whether a comment tells an answer that the one before it did not. Times would not do: a command
   * can be answered at the instant at which the plan was recorded, and one that came too late for a
   * comment is older than what is recorded of it. An answer that does not fit is in neither.
   */
  public static boolean areNew(List<Reply> replies, String text, String before) {
    return notIn(before, replies).stream().anyMatch(line -> tells(text, line));
  }

  private static boolean tells(String text, Markdown line) {
    return text.lines().anyMatch(line.text()::equals);
  }
}
