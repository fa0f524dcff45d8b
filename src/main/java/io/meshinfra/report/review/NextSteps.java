package io.meshinfra.report.review;

import io.meshinfra.report.markdown.Markdown;
import java.util.ArrayList;
import java.util.List;

/** What a reader can do next, by a comment of his own. */
final class NextSteps {
  private NextSteps() {}

  static Markdown after(PlanReport.Planned planned) {
    List<Markdown> items = new ArrayList<>();
    items.add(Markdown.of("{} looks at the nodes again", Markdown.code("mesh plan")));
    if (planned.count(Gate.Ruling.AWAITS_APPROVAL) > 0) {
      planned
          .hash()
          .ifPresent(hash ->
              items.add(
                  Markdown.of(
                      "{} agrees to plan {}, {} to that of one node",
                      Markdown.code("mesh approve"),
                      Markdown.code(hash),
                      Markdown.code("mesh approve NODE"))));
      items.add(
          Markdown.of(
              "{} carries out what was approved, after the merge",
              Markdown.code("mesh apply NODE")));
    }
    return told(items);
  }

  static Markdown lookAgain() {
    return told(List.of(Markdown.of("{} looks again", Markdown.code("mesh plan"))));
  }

  private static Markdown told(List<Markdown> items) {
    return Markdown.of(
        "Who may push can write one of these here, on a line of its own: {}; {} tells more.",
        Markdown.join("; ", items),
        Markdown.code("mesh help"));
  }
}
