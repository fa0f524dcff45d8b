package io.meshinfra.report.review;

import io.meshinfra.report.markdown.Markdown;
import io.meshinfra.report.review.Pulse.State;
import java.util.Comparator;
import java.util.List;

/** A heartbeat as a page: the headline, then one row for each node, the worst first. */
public final class HeartbeatPage {
  private static final int WHOLE = 100;
  private static final Markdown LAST =
      Markdown.of("The rest did not fit: see `mesh get nodes` and `mesh get drift`.");

  private HeartbeatPage() {}

  /** At most as long as the page. */
  public static Markdown of(Heartbeat beat, Page page) {
    Sheet sheet = new Sheet(page.longest(), LAST.length() + 2);
    sheet.add(Markdown.of("# mesh: {}", beat.headline()));
    sheet.add(
        Markdown.of(
            "Fleet {} at {}, as of {}. The next report is due {}: when it does not come, nobody is"
                + " looking.",
            Markdown.code(beat.fleet()),
            Markdown.code(beat.revision().abbreviated()),
            Ages.at(beat.at()),
            Ages.at(beat.next())));
    sheet.addLines(
        Markdown.of("| node | state | looked at | |\n|---|---|---|---|"),
        beat.nodes().stream()
            .sorted(Comparator.<Pulse, State>comparing(beat::state).thenComparing(Pulse::node))
            .map(node -> row(beat, node))
            .toList(),
        WHOLE,
        rest -> Markdown.of("\n{} more nodes did not fit.", rest));
    return sheet.closed(LAST);
  }

  private static Markdown row(Heartbeat beat, Pulse node) {
    return Markdown.row(
        List.of(Markdown.code(node.node()), state(beat, node), seen(beat, node), remark(node)));
  }

  private static Markdown state(Heartbeat beat, Pulse node) {
    return switch (beat.state(node)) {
      case DRIFTED -> drifted(node);
      case NOT_LOOKED_AT -> Markdown.of("**not looked at**");
      case AWAY -> Markdown.of("away");
      case UNCLEAR ->
          Markdown.of("{} could not be read", resources(node.seen().orElseThrow().unclear()));
      case BEHIND ->
          Markdown.of("lags behind git: {}", resources(node.seen().orElseThrow().behind()));
      case FINE -> Markdown.of("as git has it");
    };
  }

  private static Markdown drifted(Pulse node) {
    String count = resources(node.seen().orElseThrow().moved());
    return node.since()
        .map(since -> Markdown.of("**drifted**: {} since {}", count, Ages.at(since)))
        .orElse(Markdown.of("**drifted**: {}", count));
  }

  private static String resources(long count) {
    return Headline.counted(count, "resource", "resources");
  }

  private static Markdown seen(Heartbeat beat, Pulse node) {
    return node.seen()
        .map(Pulse.Seen::at)
        .map(at -> Markdown.of("{}, {}", Ages.at(at), Ages.ago(at, beat.at())))
        .orElse(Markdown.of("never since the hub was started"));
  }

  private static Markdown remark(Pulse node) {
    return node.remark().isEmpty() ? Markdown.of("-") : Markdown.plain(node.remark());
  }
}
