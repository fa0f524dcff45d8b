package io.meshinfra.report.review;

import io.meshinfra.report.markdown.Markdown;
import java.util.ArrayList;
import java.util.List;

/** What a reader can do next: by a comment of his own, or on the branch where there are none. */
final class NextSteps {
  private NextSteps() {}

  static Markdown after(PlanReport.Planned planned, Page page) {
    boolean asks = planned.count(Gate.Ruling.AWAITS_APPROVAL) > 0;
    if (!page.answers()) {
      return asks
          ? Markdown.of(
              "After the merge {} agrees to the plan of a node that waits; {} shows it.",
              Markdown.code("mesh approve NODE"),
              Markdown.code("mesh plan NODE"))
          : pushAgain();
    }
    List<Markdown> items = new ArrayList<>();
    items.add(Markdown.of("{} looks at the nodes again", Markdown.code("mesh plan")));
    if (asks) {
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

  static Markdown lookAgain(Page page) {
    return page.answers() ? byComment() : pushAgain();
  }

  private static Markdown pushAgain() {
    return Markdown.of("With the next push to the branch the nodes are looked at again.");
  }

  private static Markdown byComment() {
    return told(List.of(Markdown.of("{} looks again", Markdown.code("mesh plan"))));
  }

  private static Markdown told(List<Markdown> items) {
    return Markdown.of(
        "Who may push can write one of these here, on a line of its own: {}; {} tells more.",
        Markdown.join("; ", items),
        Markdown.code("mesh help"));
  }
}
