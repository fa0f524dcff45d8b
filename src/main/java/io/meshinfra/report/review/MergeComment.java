package io.meshinfra.report.review;

import io.meshinfra.model.RunId;
import io.meshinfra.report.markdown.Markdown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The outcome on top of the plan that was merged, in the same comment, and answers to what people
 * have written since.
 */
public final class MergeComment {
  private static final int TABLE_SHARE = 65;
  private static final int ROLLOUTS_SHARE = 10;
  private static final int ANSWERS_SHARE = 15;
  private static final String TIME = "As of ";
  private static final String TITLE = "### mesh: ";
  private static final String BETWEEN = "\n\n---\n\n";
  private static final int MOST_NAMED = 5;

  private MergeComment() {}

  /**
   * At most as long as the page.
   *
   * @param before the comment as it was written last, with the plan alone or with an earlier
   *     outcome above it; the plan is left out when it does not fit as a whole
   */
  public static String of(MergeReport report, Page page, FullReport full, String before) {
    Sheet sheet = new Sheet(page.longest(), full.notice().length() + 2);
    sheet.add(Marker.of(report.subject()));
    sheet.add(Markdown.of("### mesh: {}", report.headline()));
    sheet.add(
        Markdown.of(
            TIME + "{}{}",
            Ages.at(report.subject().at()),
            report.isSettled() ? Markdown.of(".") : Markdown.of("; told here as it goes on.")));
    sheet.addLines(
        Markdown.of("| node | outcome | run |\n|---|---|---|"),
        rows(report),
        TABLE_SHARE,
        rest -> Markdown.of("\n{} more rows are in the whole report.", rest));
    sheet.addLines(
        Markdown.of("**Rollouts**\n"),
        report.rollouts().stream().map(RolloutOutcome::line).toList(),
        ROLLOUTS_SHARE,
        rest -> Markdown.of("- and {} more", rest));
    String plan = plan(before);
    sheet.addLines(
        Markdown.of("**Answers**\n"),
        Answers.notIn(plan, report.replies()),
        ANSWERS_SHARE,
        rest -> Markdown.of("- and {} more", rest));
    String outcome = sheet.closed(full.notice()).text();
    boolean fits = outcome.length() + BETWEEN.length() + plan.length() <= page.longest();
    return plan.isEmpty() || !fits ? outcome : outcome + BETWEEN + plan;
  }

  /** Whether two such comments differ in nothing but the time at which they were made. */
  public static boolean tellTheSame(String one, String other) {
    return timeless(one).equals(timeless(other));
  }

  private static List<String> timeless(String comment) {
    return comment.lines().filter(line -> !line.startsWith(TIME)).toList();
  }

  /** Those that want something done come first; those that are alike take one row. */
  private static List<Markdown> rows(MergeReport report) {
    record Same(NodeOutcome.Ending ending, String detail) {}

    Comparator<Same> order =
        Comparator.comparing((Same same) -> same.ending().isGood())
            .thenComparing(Same::ending)
            .thenComparing(Same::detail);
    Map<Same, List<NodeOutcome>> groups = new TreeMap<>(order);
    for (NodeOutcome node : report.nodes()) {
      groups
          .computeIfAbsent(new Same(node.ending(), node.detail()), same -> new ArrayList<>())
          .add(node);
    }
    List<Markdown> rows = new ArrayList<>();
    groups.forEach((same, nodes) -> rows.add(row(same.ending(), same.detail(), nodes)));
    return rows;
  }

  private static Markdown row(NodeOutcome.Ending ending, String detail, List<NodeOutcome> nodes) {
    Markdown named =
        Markdown.codes(nodes.stream().limit(MOST_NAMED).map(NodeOutcome::node).toList());
    int more = nodes.size() - MOST_NAMED;
    List<RunId> runs = nodes.stream().flatMap(node -> node.run().stream()).toList();
    return Markdown.row(
        List.of(
            more > 0 ? Markdown.of("{} and {} more", named, more) : named,
            detail.isEmpty()
                ? Markdown.of("{}", ending.word())
                : Markdown.of("{}: {}", ending.word(), detail),
            runs.size() == 1 ? Markdown.code(runs.getFirst()) : Markdown.of("-")));
  }

  private static String plan(String before) {
    int end = before.startsWith("<!--") ? before.indexOf("-->") : -1;
    String shown = (end < 0 ? before : before.substring(end + 3)).strip();
    if (!shown.startsWith(TITLE)) {
      return shown;
    }
    int between = shown.indexOf(BETWEEN);
    return between < 0 ? "" : shown.substring(between + BETWEEN.length());
  }
}
