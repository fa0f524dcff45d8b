package io.meshinfra.mcp;

import io.meshinfra.journal.Event;
import io.meshinfra.journal.RunRecord;
import io.meshinfra.journal.RunSummary;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import io.meshinfra.reconcile.Hub;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** What happened. */
@Singleton
@RunOnVirtualThread
public final class HistoryTools {
  private static final int MOST = 100;
  private static final int USUAL = 20;

  private final Hub hub;

  HistoryTools(Hub hub) {
    this.hub = hub;
  }

  @Tool(
      description = "Runs, newest first: over one node, or over all.",
      annotations =
          @Tool.Annotations(readOnlyHint = true, destructiveHint = false, openWorldHint = false))
  String history(
      @ToolArg(description = "name of a node; all when it is missing", required = false)
          Optional<String> name,
      @ToolArg(description = "how many at most, 1 to 100; 20 is the default", required = false)
          Optional<Integer> limit) {
    return Answers.to(() -> {
      Optional<NodeName> node = name.map(n -> hub.node(Answers.node(n)).node());
      int most = Answers.limit(limit.orElse(null), MOST, USUAL);
      List<RunSummary> runs = hub.records().history(node, most, Optional.empty());
      StringBuilder out = new StringBuilder();
      runs.forEach(run -> out.append(line(run)).append('\n'));
      return out.isEmpty() ? "There are no runs yet." : out.toString();
    });
  }

  private static String line(RunSummary run) {
    return "%s %s at %s, %s, since %s: %s"
        .formatted(
            run.id(),
            run.node(),
            run.revision().abbreviated(),
            run.trigger(),
            run.startedAt(),
            run.ended()
                .map(end -> (end.outcome() + " " + end.detail().replace('\n', ' ')).strip())
                .orElse("under way"));
  }

  @Tool(
      description = "Everything about one run: its plan, and what its steps printed on the node.",
      annotations =
          @Tool.Annotations(readOnlyHint = true, destructiveHint = false, openWorldHint = false))
  String run(@ToolArg(description = "id of the run, as history shows it") String id) {
    return Answers.to(() -> {
      RunId run = new RunId(id);
      return hub.records()
          .run(run)
          .map(HistoryTools::detail)
          .orElseThrow(() ->
              new IllegalArgumentException(
                  "no run " + run + "; it may be older than what the journal keeps"));
    });
  }

  private static String detail(RunRecord record) {
    StringBuilder out = new StringBuilder(line(record.summary())).append('\n');
    if (!record.planText().isEmpty()) {
      out.append(Told.quoted("plan", record.planText()));
    }
    for (RunRecord.Step step : record.steps()) {
      out.append(
          "step %d %s: %s, exit code %d, %d ms\n"
              .formatted(
                  step.number(),
                  step.title(),
                  step.status(),
                  step.exitCode(),
                  step.took().toMillis()));
      if (!step.output().isBlank()) {
        out.append(Told.quoted("output of step " + step.number(), step.output()));
      }
    }
    return out.toString();
  }

  @Tool(
      description = "Events, newest first: of one node, or all.",
      annotations =
          @Tool.Annotations(readOnlyHint = true, destructiveHint = false, openWorldHint = false))
  String events(
      @ToolArg(description = "name of a node; all when it is missing", required = false)
          Optional<String> name,
      @ToolArg(description = "how many at most, 1 to 100; 20 is the default", required = false)
          Optional<Integer> limit) {
    return Answers.to(() -> {
      Optional<NodeName> node = name.map(Answers::node);
      int most = Answers.limit(limit.orElse(null), MOST, USUAL);
      StringBuilder out = new StringBuilder();
      for (Event.Numbered numbered : hub.records().events(most, node)) {
        Event event = numbered.event();
        out.append(
            "%d %s %s%s: %s\n"
                .formatted(
                    numbered.id(),
                    event.at(),
                    event.type(),
                    event.node().map(n -> " " + n).orElse(""),
                    event.message().replace('\n', ' ')));
      }
      return out.isEmpty() ? "There are no events." : out.toString();
    });
  }
}
