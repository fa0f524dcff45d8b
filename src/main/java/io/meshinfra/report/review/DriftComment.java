package io.meshinfra.report.review;

import io.meshinfra.report.ChangeText;
import io.meshinfra.report.markdown.Markdown;
import java.util.List;

/** The description of a pull request about drift: what moved, who may know why, two ways out. */
public final class DriftComment {
  private static final int TABLE_SHARE = 40;
  private static final int CLUES_SHARE = 20;
  private static final Markdown LAST = Markdown.of("The rest did not fit: see `mesh get drift`.");

  private DriftComment() {}

  /** At most as long as the page. */
  public static Markdown of(DriftReport report, Page page) {
    Sheet sheet = new Sheet(page.longest(), LAST.length() + 2);
    sheet.add(
        Markdown.marker(
            "mesh-infra/drift fleet="
                + report.fleet()
                + " hub="
                + report.hub()
                + " node="
                + report.node()));
    sheet.add(
        Markdown.of(
            "{} is not as git has it, and git has not changed: the machine moved (*corrective*)."
                + " Seen since {}, last at {}, compared with {}.",
            Markdown.code(report.node()),
            Ages.at(report.since()),
            Ages.at(report.at()),
            Markdown.code(report.revision().abbreviated())));
    sheet.add(Markdown.of("What mesh did about it: nothing. {}.", report.waits()));
    sheet.add(waysOut(report, page));
    sheet.addLines(
        Markdown.of("| resource | change | since | merging adopts it |\n|---|---|---|---|"),
        report.items().stream().map(DriftComment::row).toList(),
        TABLE_SHARE,
        rest -> Markdown.of("\n{} more rows did not fit.", rest));
    sheet.addLines(
        Markdown.of("**Evidence**, as the node tells it\n"),
        report.clues().stream().map(DriftComment::clue).toList(),
        CLUES_SHARE,
        rest -> Markdown.of("- and {} more", rest));
    report.items().forEach(item -> sheet.add(diff(item, page)));
    return sheet.closed(LAST);
  }

  private static Markdown waysOut(DriftReport report, Page page) {
    Markdown merge =
        report.isAdoptable()
            ? Markdown.of(
                "- **Merge** to adopt: its commit changes the manifests so that what is on the"
                    + " node now is what git wants. Nothing changes on the node.")
            : Markdown.of(
                "- Nothing of it can be adopted, so merging this changes nothing; the table says"
                    + " why.");
    Markdown close =
        Markdown.of(
            "- **{}** to revert: mesh puts the node back to what git wants, by plan {}. Whoever does"
                + " it agrees to that plan.",
            page.answers() ? "Close" : "Delete the branch",
            Markdown.code(report.planHash()));
    return Markdown.of(
        "**Two ways out**\n\n{}\n{}\n\nWhen the drift goes away by itself, mesh closes this.",
        merge,
        close);
  }

  private static Markdown row(DriftReport.Item item) {
    return Markdown.row(
        List.of(
            Markdown.code(item.change().id()),
            Markdown.plain(item.change().change().word()),
            Markdown.of("{}", Ages.at(item.since())),
            adopting(item.adopting())));
  }

  private static Markdown adopting(DriftReport.Adopting adopting) {
    return switch (adopting) {
      case DriftReport.Adopting.Written written when written.note().isEmpty() ->
          Markdown.of("yes, in {}", Markdown.codes(written.places()));
      case DriftReport.Adopting.Written written ->
          Markdown.of("yes, in {}: {}", Markdown.codes(written.places()), written.note());
      case DriftReport.Adopting.Impossible impossible -> Markdown.of("no: {}", impossible.reason());
    };
  }

  private static Markdown clue(DriftReport.Clue clue) {
    Markdown text = Markdown.code(clue.text());
    return clue.at()
        .map(at -> Markdown.of("- {}, {}: {}", clue.source(), Ages.at(at), text))
        .orElse(Markdown.of("- {}: {}", clue.source(), text));
  }

  private static Markdown diff(DriftReport.Item item, Page page) {
    String summary = item.change().id().toString();
    Markdown block = Markdown.block("diff", ChangeText.of(Discretion.applied(item.change())));
    return page.folds()
        ? Markdown.fold(summary, block)
        : Markdown.of("**{}**\n\n{}", summary, block);
  }
}
