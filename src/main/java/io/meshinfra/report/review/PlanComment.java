package io.meshinfra.report.review;

import io.meshinfra.desired.Finding;
import io.meshinfra.network.NetworkChange;
import io.meshinfra.report.markdown.Markdown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The comment that tells a plan: headline, table, what policy says, what waits, what can be done
 * next, then the diffs until the page is full.
 */
public final class PlanComment {
  private static final int TABLE_SHARE = 40;
  private static final int LIST_SHARE = 15;
  private static final int NETWORK_SHARE = 20;

  private final PlanReport report;
  private final Page page;
  private final Sheet sheet;

  private PlanComment(PlanReport report, Page page, FullReport full) {
    this.report = report;
    this.page = page;
    this.sheet = new Sheet(page.longest(), full.notice().length() + 2);
  }

  /** At most as long as the page, whatever the report. */
  public static Markdown of(PlanReport report, Page page, FullReport full) {
    PlanComment comment = new PlanComment(report, page, full);
    comment.head();
    comment.body();
    return comment.sheet.closed(full.notice());
  }

  private void head() {
    Subject subject = report.subject();
    sheet.add(Marker.of(subject));
    String words = report.body() instanceof PlanReport.NotPlanned ? "none" : Headline.of(report);
    Markdown headline = Markdown.of("### mesh plan: {}", words);
    if (!sheet.add(headline)) {
      sheet.add(Markdown.of("### mesh plan"));
    }
    sheet.add(
        Markdown.of(
            "Commit {} onto {} at {}, as of {}.",
            Markdown.code(subject.head().abbreviated()),
            Markdown.code(subject.branch()),
            Markdown.code(subject.target().abbreviated()),
            Ages.at(subject.at())));
  }

  private void body() {
    list(Markdown.of("**Contracts of assistants**"), Notes.scope(report.commits().scope()));
    list(Markdown.of("**Signatures**"), Notes.signatures(report.commits().signatures()));
    switch (report.body()) {
      case PlanReport.Planned planned -> planned(planned);
      case PlanReport.Invalid invalid -> invalid(invalid);
      case PlanReport.NotPlanned none -> {
        sheet.add(Markdown.plain(none.reason()));
        sheet.add(NextSteps.lookAgain(page));
        replies();
      }
    }
  }

  private void planned(PlanReport.Planned planned) {
    List<Alike> groups =
        Alike.group(planned.nodes().stream().sorted(Comparator.comparing(NodePlan::node)).toList());
    sheet.addLines(
        PlanTable.HEAD,
        groups.stream().map(group -> PlanTable.row(group, report.subject().at())).toList(),
        TABLE_SHARE,
        rest -> Markdown.of("\n{} more rows are in the whole report.", rest));
    network(planned.network());
    list(Markdown.of("**Policy of the target branch**"), Notes.policy(planned, groups));
    list(
        Markdown.of("**Under the guard: the node undoes it unless the hub gets back in**"),
        Notes.guarded(groups));
    list(Markdown.of("**Waits**"), Notes.waiting(groups));
    list(Markdown.of("**Shown, not probed**"), Notes.unprobed(groups));
    list(Markdown.of("**No longer declared, left on the node as it is**"), Notes.leaving(groups));
    sheet.add(NextSteps.after(planned, page));
    replies();
    groups.stream().filter(group -> !group.first().changes().isEmpty()).forEach(this::diff);
  }

  private void network(NetworkChange change) {
    sheet.addLines(
        NetworkTable.HEAD,
        NetworkTable.rows(change),
        NETWORK_SHARE,
        rest -> Markdown.of("\n{} more rows are in the whole report.", rest));
    list(Markdown.of("**Network: notes**"), NetworkTable.notes(change));
  }

  private void invalid(PlanReport.Invalid invalid) {
    List<Markdown> mistakes = new ArrayList<>();
    for (Finding finding : invalid.mistakes()) {
      String place = finding.file() + ":" + finding.line() + ":" + finding.column();
      mistakes.add(Markdown.of("- {}: {}", Markdown.code(place), finding.message()));
    }
    sheet.addLines(
        Markdown.of("Nothing of it can come into force until this is mended:\n"),
        mistakes,
        100,
        rest -> Markdown.of("- and {} more", rest));
    if (invalid.total() > invalid.mistakes().size()) {
      sheet.add(Markdown.of("and {} more", invalid.total() - invalid.mistakes().size()));
    }
    sheet.add(NextSteps.lookAgain(page));
    replies();
  }

  private void replies() {
    list(Markdown.of("**Answers**"), Answers.lines(report.replies()));
  }

  private void list(Markdown head, List<Markdown> lines) {
    sheet.addLines(
        Markdown.of("{}\n", head), lines, LIST_SHARE, rest -> Markdown.of("- and {} more", rest));
  }

  private void diff(Alike group) {
    Markdown block = Markdown.block("diff", Diffs.of(group.first()));
    String summary = summary(group);
    sheet.add(
        page.folds() ? Markdown.fold(summary, block) : Markdown.of("**{}**\n\n{}", summary, block));
  }

  private static String summary(Alike group) {
    String nodes = String.join(", ", group.named().stream().map(Object::toString).toList());
    String more = group.unnamed() == 0 ? "" : " and " + group.unnamed() + " more";
    int changes = group.first().changes().size();
    return nodes + more + ": " + Headline.counted(changes, "change", "changes");
  }
}
